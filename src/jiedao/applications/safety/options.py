"""The words of safety: classes of premises, grades, fields, sorts of accident."""

from jiedao.kernel.attributes import Options


class Sort(Options):
    """Classes of premises."""

    THREE_SMALL = "three_small", "三小场所", "Three-small premises"
    NINE_SMALL = "nine_small", "九小场所", "Nine-small premises"
    FACTORY = "factory", "工厂企业", "Factory"
    PARK = "park", "工业园区", "Industrial park"


class Grade(Options):
    """Risk grades (安委办〔2016〕11号: red, orange, yellow, blue)."""

    RED = "red", "红（重大风险）", "Red"
    ORANGE = "orange", "橙（较大风险）", "Orange"
    YELLOW = "yellow", "黄（一般风险）", "Yellow"
    BLUE = "blue", "蓝（低风险）", "Blue"


class Field(Options):
    """Fields of safety: tasks, campaigns, checks and hazards are told apart by them."""

    FIRE = "fire", "消防", "Fire"
    WORK = "work", "工贸企业", "Industry and trade"
    CHEMICALS = "chemicals", "危险化学品", "Dangerous chemicals"
    GAS = "gas", "燃气", "Gas"
    POWER = "power", "用电", "Electricity"
    BUILDING = "building", "建设施工", "Construction"
    TRAFFIC = "traffic", "道路交通", "Road traffic"
    CROWDS = "crowds", "人员密集场所", "Crowded places"
    OTHER = "other", "其他", "Other"


class HazardGrade(Options):
    """Grades of hazard."""

    GENERAL = "general", "一般隐患", "General"
    MAJOR = "major", "重大隐患", "Major"


class Nature(Options):
    """In what right somebody goes and looks."""

    PATROL = "patrol", "巡查、宣传", "Patrol"
    CROSS = "cross", "交叉检查", "Cross check"
    TECHNICAL = "technical", "第三方技术服务", "Technical service"
    INSPECTION = "inspection", "行政检查", "Inspection"


class AccidentSort(Options):
    """Sorts of accident."""

    WORK = "work", "生产安全事故", "Work accident"
    FIRE = "fire", "火灾", "Fire"
    NATURAL = "natural", "自然灾害", "Natural disaster"
    TRAFFIC = "traffic", "道路交通事故", "Road accident"


class AccidentGrade(Options):
    """Grades of accident (State Council order 493, art. 3)."""

    GENERAL = "general", "一般", "General"
    LARGER = "larger", "较大", "Larger"
    MAJOR = "major", "重大", "Major"
    EXTRAORDINARY = "extraordinary", "特别重大", "Extraordinary"


class Occupied(Options):
    """Who lives behind a door."""

    OWNER = "owner", "自住", "Owner"
    TENANT = "tenant", "出租", "Tenant"
    EMPTY = "empty", "空置", "Empty"


class Listed(Options):
    """What stands on the list of high fire risk."""

    AREA = "area", "火灾高风险区域", "High-risk area"
    UNIT = "unit", "重大火灾隐患单位", "Unit with a major fire hazard"
