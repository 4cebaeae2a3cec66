"""Numbers in figures and in Chinese words."""

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "半": 0.5}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}


def number(words: str) -> float:
    """The value of “1,242.60” (the comma may be masked), “六千”, “二十三”, “三点五”, “百” (a hundred) or “两”.

    Characters that are no numerals are passed over, so that no text can make it fail.
    """
    plain = words.replace(",", "").replace("\x01", "").replace("，", "").strip()
    try:
        return float(plain)
    except ValueError:
        whole, _point, decimals = plain.partition("点")
        digits = "".join(
            str(_DIGITS[char]) for char in decimals if char in _DIGITS and char != "半"
        )
        return _chinese(whole) + (float(f"0.{digits}") if digits else 0.0)


def _chinese(words: str) -> float:
    total, section, digit = 0.0, 0.0, 0.0
    has_digit = False
    for char in words:
        if char in _DIGITS:
            # “二万零十” is 20,010: a zero only holds a place.
            digit, has_digit = _DIGITS[char], char not in "〇零"
        elif char in _SMALL:
            section += (digit if has_digit else 1) * _SMALL[char]
            digit, has_digit = 0.0, False
        elif char in _LARGE:
            whole = section + digit
            total += (whole if has_digit or section else 1) * _LARGE[char]
            section, digit, has_digit = 0.0, 0.0, False
    return total + section + digit
