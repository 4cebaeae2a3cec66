"""查看和更换密钥 · Show and renew the installation's keys."""

import click

from jiedao.config.cli.frame import TownCommand

_WHICH = click.Choice(["master", "secret"])


@click.group(epilog="例 Example:  jiedao keys show   ·   jiedao keys rotate master")
def command() -> None:
    """查看和更换密钥：主密钥（保护个人信息）和签名密钥（会话、查询码）。

    The master key protects personal data and TOTP seeds; the secret key signs sessions and
    tracking codes. Renew them every year, and at once when somebody may have seen them.
    """


@command.command(cls=TownCommand, epilog="例 Example:  jiedao keys show")
def show() -> None:
    """有哪些密钥，各保护多少数据。Which keys there are and what each protects; never a key itself."""
    from django.conf import settings

    from jiedao.foundation.parties import rotation, seal

    protected = rotation.sealed_under()
    place = "JIEDAO_MASTER_KEY" if seal.from_environment() else str(seal.key_file())
    click.echo(f"主密钥 Master keys  ({place})")
    for number in sorted({*seal.master_numbers(), *protected}, reverse=True):
        click.echo(f"  {number}: {protected[number]} 份 records{_note(number)}")
    older = len(settings.SECRET_KEY_FALLBACKS)
    click.echo(
        f"签名密钥 Secret key  ({_secret_place()})\n  另认旧密钥 older ones still accepted: {older}"
    )


def _note(number: int) -> str:
    from jiedao.foundation.parties import seal

    numbers = seal.master_numbers()
    if number not in numbers:
        return "  缺失，读不出 MISSING: cannot be read"
    return "  现用 in use" if number == numbers[0] else ""


def _secret_place() -> str:
    from django.conf import settings

    from jiedao.config import environment

    in_file = str(settings.HOME / "keys" / "secret.key")
    return "JIEDAO_SECRET_KEY" if environment.text("JIEDAO_SECRET_KEY") else in_file


@command.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao backup && jiedao keys rotate master\n  jiedao keys rotate secret",
)
@click.argument("which", type=_WHICH)
def rotate(which: str) -> None:
    """换一个新密钥；旧的仍然认，直到 retire。A new key; the old one still counts until `retire`.

    master: adds a key and puts all personal data and TOTP seeds under it while the system keeps
    working; broken off, run it again. secret: signs with a new key from the next start on;
    sessions and tracking codes given out before stay good.
    """
    if which == "master":
        _rotate_master()
    else:
        _rotate_secret()


def _rotate_master() -> None:
    import time

    from jiedao.config.cli.progress import Progress
    from jiedao.foundation.parties import rotation, seal
    from jiedao.foundation.parties.models import Person

    current = seal.master_numbers()[0]
    stale = sum(count for number, count in rotation.sealed_under().items() if number != current)
    if not stale:
        if seal.from_environment():
            click.echo(
                "请把下面一行加进 JIEDAO_MASTER_KEY（用逗号与旧的分开），重启后再运行一次本命令。\n"
                "Add this line to JIEDAO_MASTER_KEY (after a comma), restart everything, and run"
                f" this again:\n{seal.new_master_line(current + 1)}"
            )
            return
        current = rotation.add_master_key()
        # Every process must write with the new key before the old records are counted.
        time.sleep(2 * seal.LOOK_EVERY)
    with Progress("改用新密钥 Wrapping anew", Person.objects.count()) as progress:
        moved = rotation.wrap_anew(progress.step)
    click.echo(
        f"主密钥 {current} 已启用，{moved} 份数据改由它保护。Master key {current} is in use;"
        f" {moved} records moved.\n旧密钥可用 jiedao keys retire master 停用；旧备份里有自己的密钥。"
        " Old keys may go by `jiedao keys retire master`; old backups hold their own."
    )


def _rotate_secret() -> None:
    from django.conf import settings

    from jiedao.config import environment
    from jiedao.config.keys import new_secret, renew_secret

    if environment.text("JIEDAO_SECRET_KEY"):
        click.echo(
            "请把下面的密钥放到 JIEDAO_SECRET_KEY 最前面（旧的跟在逗号后），再重启。\n"
            "Put this first in JIEDAO_SECRET_KEY, the old one after a comma, and restart:\n"
            + new_secret()
        )
        return
    renew_secret(settings.HOME / "keys" / "secret.key")
    click.echo(
        "已换新的签名密钥，重启 serve 和 worker 后生效；已发的查询码和会话仍然有效。"
        " Renewed: restart serve and worker. Tracking codes and sessions stay good."
    )


@command.command(cls=TownCommand, epilog="例 Example:  jiedao keys retire master")
@click.argument("which", type=_WHICH)
@click.option("--yes", is_flag=True, help="不再询问 Do not ask.")
def retire(which: str, yes: bool) -> None:
    """停用旧密钥，只认现用的。Lets the old keys go; only the present one counts.

    master: refused while anything is still under an old key. secret: sessions and tracking
    codes given out under the old ones are void from the next start on.
    """
    from django.conf import settings

    from jiedao.config import environment
    from jiedao.config.keys import retire_secrets
    from jiedao.foundation.parties import rotation, seal

    fixed = {
        "master": ("JIEDAO_MASTER_KEY", seal.from_environment()),
        "secret": ("JIEDAO_SECRET_KEY", bool(environment.text("JIEDAO_SECRET_KEY"))),
    }
    name, by_environment = fixed[which]
    if which == "master":
        rotation.check_retirable()
    if by_environment:
        raise click.ClickException(
            f"密钥由 {name} 给出，请在那里删去旧的。The keys stand in {name}: remove the old ones there."
        )
    if which == "secret" and not yes:
        click.confirm("旧查询码和会话将失效。Old tracking codes and sessions end. OK?", abort=True)
    gone = (
        len(rotation.retire_master_keys())
        if which == "master"
        else retire_secrets(settings.HOME / "keys" / "secret.key")
    )
    click.echo(f"已停用 {gone} 个旧密钥。{gone} old key(s) retired.")
