"""What is looked at on a safety check, each question with the rule it rests on.

A fault at a question marked grave is a major hazard by the ministries' criteria for judging one.
"""

from jiedao.engines.visits.checklists import Checklist, Question
from jiedao.kernel.attributes import Options
from jiedao.kernel.titles import Title

_FIRE = "《消防法》"
_WORK = "《安全生产法》"
_LODGING = "GA 703-2007《住宿与生产储存经营合用场所消防安全技术要求》"
_POWER = "《用电检查规范》、GB 50054-2011《低压配电设计规范》"
_GAS = "《城镇燃气管理条例》"
_FOOD = "《食品安全法》"
FOOD = "safety_food"
"""Of food businesses: no check of premises chooses it."""


class Lists(Options):
    """The checklists of this application."""

    FIRE = "safety_three_small", "三小场所消防安全", "Fire safety of small premises"
    FACTORY = "safety_factory", "工厂企业综合安全", "General safety of factories"
    GAS = "safety_gas_power", "燃气与用电安全", "Gas and electricity"
    HOME = "safety_home", "敲门入户消防排查", "Door-to-door fire check"


def _list(one: Lists, *questions: Question) -> Checklist:
    return Checklist(one.value, one.titles, questions)


CHECKLISTS = (
    _list(
        Lists.FIRE,
        Question("lodging", Title("经营、生产、仓储区域没有违规住人", "Nobody lodges in shop, workshop or store"),
                 f"{_FIRE}第十九条；{_LODGING}", grave=True),
        Question("exits", Title("疏散通道、安全出口畅通，没有锁闭、占用", "Escape routes and exits are clear"),
                 f"{_FIRE}第二十八条", grave=True),
        Question("windows", Title("外窗没有影响逃生的防盗网、广告牌，或已开设逃生口",
                                  "Windows are not barred, or have an escape opening"),
                 f"{_FIRE}第二十八条"),
        Question("extinguishers", Title("灭火器配足且在有效期内", "Enough extinguishers, all in date"),
                 f"{_FIRE}第十六条；GB 50140-2005"),
        Question("alarm", Title("独立式感烟报警、简易喷淋按要求安装并有效", "Smoke alarms and sprinklers work"),
                 f"{_FIRE}第十六条；GB 55036-2022"),
        Question("wiring", Title("电线穿管，没有私拉乱接、超负荷用电", "Wiring is in conduits and not overloaded"),
                 f"{_FIRE}第二十七条"),
        Question("bicycles", Title("没有电动自行车在室内停放、充电", "No electric bicycles parked or charged inside"),
                 "《高层民用建筑消防安全管理规定》第三十七条；《深圳经济特区消防条例》"),
        Question("drill", Title("从业人员会报警、会灭火、会逃生", "Staff can call, fight a fire and escape"),
                 f"{_FIRE}第十六条"),
    ),
    _list(
        Lists.FACTORY,
        Question("duty", Title("主要负责人、全员安全生产责任制落实", "Safety duties of the head and all staff are laid down"),
                 f"{_WORK}第二十一条、第二十二条"),
        Question("training", Title("从业人员经安全教育培训合格后上岗", "Staff are trained before they work"),
                 f"{_WORK}第二十八条"),
        Question("special", Title("特种作业人员持证上岗", "Special operations are done by holders of certificates"),
                 f"{_WORK}第三十条；《工贸企业重大事故隐患判定标准》第三条", grave=True),
        Question("confined", Title("有限空间作业先通风、再检测、后作业，并有监护",
                                   "Confined spaces are aired, measured and watched"),
                 "《工贸企业有限空间作业安全规定》；《工贸企业重大事故隐患判定标准》第十三条", grave=True),
        Question("dust", Title("涉爆粉尘除尘系统规范、清扫及时", "Explosive dust is extracted and swept"),
                 "GB 15577-2018；《工贸企业重大事故隐患判定标准》第十一条", grave=True),
        Question("guards", Title("机械设备防护装置齐全有效", "Machines have their guards"),
                 f"{_WORK}第三十六条；GB/T 8196-2018"),
        Question("dangerous", Title("危险化学品专库储存、数量和标识符合规定", "Dangerous goods are stored and marked as required"),
                 "《危险化学品安全管理条例》第二十四条", grave=True),
        Question("plan", Title("有应急预案并按期演练", "There is an emergency plan, and it is rehearsed"),
                 f"{_WORK}第八十一条"),
        Question("contractors", Title("出租、发包签订安全协议并统一协调管理", "Tenants and contractors signed safety agreements"),
                 f"{_WORK}第四十九条"),
    ),
    _list(
        Lists.GAS,
        Question("hose", Title("软管为金属包覆或不锈钢，未超期、未穿墙", "The hose is metal, in date, through no wall"),
                 f"{_GAS}第二十八条；GB 55009-2021"),
        Question("valve", Title("减压阀合格，未超期", "The pressure valve is approved and in date"),
                 f"{_GAS}第二十八条；GB/T 35844-2018"),
        Question("gas_alarm", Title("经营场所安装可燃气体报警装置并正常使用", "Shops have a gas alarm, and it works"),
                 f"{_WORK}第三十六条第四款", grave=True),
        Question("bottles", Title("气瓶在检、可追溯，没有超量存放", "Bottles are inspected, traceable and not overstocked"),
                 f"{_GAS}第二十五条；《城镇燃气经营安全重大隐患判定标准》"),
        Question("place", Title("没有在地下室、住人房间使用瓶装气", "No bottled gas in basements or bedrooms"),
                 "GB 50028-2006《城镇燃气设计规范》", grave=True),
        Question("breaker", Title("漏电保护器、空气开关齐全有效", "Earth-leakage and circuit breakers work"), _POWER),
        Question("lines", Title("入户线、表后线无老化、破损、飞线", "No old, broken or loose lines behind the meter"), _POWER),
    ),
    _list(
        Lists.HOME,
        Question("passage", Title("楼道、门口没有堆放杂物和可燃物", "Stairs and doorway are clear"), f"{_FIRE}第二十八条"),
        Question("bars", Title("防盗网已开设逃生口（破网除窗）", "Window bars have an escape opening"), f"{_FIRE}第二十八条"),
        Question("vehicle", Title("没有电动自行车、电池进楼入户充电", "No electric bicycle or battery charged inside"),
                 "《高层民用建筑消防安全管理规定》第三十七条", grave=True),
        Question("home_wires", Title("没有私拉乱接电线、超负荷用电", "No improvised or overloaded wiring"), f"{_FIRE}第二十七条"),
        Question("home_gas", Title("燃气软管、灶具、热水器安装使用符合规定", "Hose, cooker and heater are in order"),
                 f"{_GAS}第二十八条"),
        Question("gear", Title("住户知道逃生路线，家中备有灭火或逃生器材", "The household knows the escape route and has gear for it"),
                 "《深圳经济特区消防条例》"),
    ),
    Checklist(FOOD, Title("食品安全检查", "Food safety"), (
        Question("food_licence", Title("许可、备案有效，未超范围经营", "Licence valid and kept to"),
                 f"{_FOOD}第三十五条"),
        Question("food_clean", Title("场所、设备和从业人员符合卫生要求", "Place, equipment and staff are clean"),
                 f"{_FOOD}第三十三条"),
        Question("food_dates", Title("没有过期、变质食品和原料", "No expired or spoilt food"),
                 f"{_FOOD}第三十四条", grave=True),
        Question("food_sources", Title("进货查验记录和票据齐全", "Purchases are checked and recorded"),
                 f"{_FOOD}第五十三条"),
        Question("food_labels", Title("标签标识符合规定", "Labels are as required"), f"{_FOOD}第六十七条"),
        Question("food_additives", Title("没有超范围、超限量使用添加剂", "No additives beyond what is allowed"),
                 f"{_FOOD}第四十条", grave=True),
    )),
)  # fmt: skip
