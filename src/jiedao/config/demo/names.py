"""Invented names: roads, estates, shops, firms, people. Put together from common words, so that
they sound like the coast and belong to nobody."""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

ROAD_HEADS = (
    "望海 听涛 汇帆 海晏 海棠 榕荫 榕秀 渔歌 归帆 银滩 金沙 白鹭 鹭影 鹭鸣 碧波 碧湾 澄湾 澜溪 澜光 澜影 "
    "云霞 云岸 云帆 云锦 溪畔 溪源 石桥 石坊 青竹 青禾 青崖 岗顶 岗尾 新围 围前 围后 祠前 古榕 晒网 船坞 "
    "灯塔 海星 海桐 木棉 凤栖 紫荆 荔香 稻香 蔗园 盐埕 蚝壳 贝丘 沙堤 长堤 长滩 朝阳 晨曦 晚晴 和顺 和悦 "
    "康宁 康泰 怡景 怡和 永丰 永泰 德馨 德润 文昌 文澜 书香 知新 启明 创智 创新 智汇 智造 兴业 兴工 振业 "
    "腾飞 通达 畅达 同心 同富 共乐 东明 西园 南兴 北坊 中心 湖滨 桂香 兰亭 梅园 竹苑 松涛 柏树 茶亭 莲浦 "
    "泊云 逐浪 观鸟 潮音 潮生 潮平 帆影 星河 月环 日照 霞飞 虹桥 丰收 禾田 麦浪 果园 椰风 棕榈 红树 滩涂"
).split()
LANE_HEADS = (
    "榕荫 井头 祠堂 书室 后街 横街 竹器 铁匠 打金 米行 渔行 盐仓 油车 酒坊 豆腐 染布 学前 庙前 桥头 渡口 "
    "水闸 花园 果栏 菜园 石板 青砖 麻石 三家 五福 六合 七星 八角 同安 永安 福安 长安里 太平 升平 仁和 义和 "
    "礼让 智圆 信义 忠孝 廉泉 勤耕 俭朴 敦睦 睦邻 友爱 平安 吉祥 如意 顺意 丰年 聚宝 进士 状元 文笔 墨香 "
    "琴台 棋盘 书山 画眉 喜鹊 燕子 鹧鸪 杜鹃 金鱼 鲤鱼 锦鲤 海马 海螺 珊瑚 珍珠 银杏 枇杷 杨桃 龙眼 芒果"
).split()
ESTATE_HEADS = (
    "海韵 海悦 海语 听海 澜庭 云庭 云栖 云水 云顶 榕景 榕御 鹭港 鹭岛 望屿 屿海 湾畔 湾景 碧海 蓝岸 银湾 "
    "金湾 星湾 月湾 帆海 潮汐 潮语 溪岸 溪谷 溪语 山语 山海 青屿 青岸 翠堤 翠屏 翠湖 锦绣云 丽景 丽湾 怡海 "
    "怡翠 和景 和润 康乐 康桥 安澜 安居 安泰 永和 永福 福海 福泽 幸福湾 美好 阳光海 春晓 夏荷 秋实 冬青 四季 "
    "香樟 玉兰 桂花 紫薇 丹枫 枫叶 合欢 凤凰木 三叶 七里香 百合 茉莉 蔷薇 蓝楹 棕榈泉 椰林 海棠湾 水岸 滨江 左岸"
).split()
ESTATE_TAILS = ("花园", "家园", "小区", "苑", "花苑", "雅居", "新村", "府", "名庭", "公馆")
PARK_HEADS = (
    "云创 智谷 汇智 澜科 海创 启航 远航 联创 众创 恒创 鼎创 盛创 华创 宏创 德创 信创 誉创 嘉创 卓创 创荟 "
    "青岗 澜尾 云溪 榕根 石埠 北环 溪东 溪西 永盛 宏业 恒通 新力 东联 西联 南联 北联 大同 中泰 永联 富联"
).split()
PARK_TAILS = ("工业园", "科技园", "产业园", "工业区", "智造园")
TOWER_HEADS = "云港 澜湾 海天 汇海 鹭洲 帆城 滨海 海岸 远洋 潮立 鼎海 星海 环湾 云海 银海".split()
TOWER_TAILS = ("大厦", "中心", "广场", "商务楼")

SURNAMES = (
    "陈林黄李张吴刘王郑蔡许谢杨郭洪曾周叶苏庄江何萧罗徐简朱钟彭詹胡施沈余卢梁赵颜柯翁魏孙戴范方宋邓杜傅"
    "侯曹薛丁卓马阮董温唐蓝石蒋古纪姚连冯欧程汤田康姜白汪邹尤巫涂龚严"
)
GIVEN = (
    "海涛 晓岚 志远 雅婷 俊杰 思敏 建国 丽华 文博 佳怡 宇航 静雯 伟强 秀英 子轩 梓涵 立群 慧玲 振宇 春燕 "
    "国栋 晓彤 家豪 诗琪 明辉 婉清 泽楷 可欣 锦程 若曦 启明 淑芬 永康 玉珍 浩然 欣妍 少华 桂芳 瑞霖 依诺 "
    "卫东 美玲 志强 晓雯 嘉伟 燕萍 云帆 雪梅 天佑 紫萱 德胜 惠敏 学文 月娥 凯文 芷晴 庆丰 兰香 一鸣 书瑶 "
    "耀辉 凤英 绍安 佩珊 世杰 丽娟 荣光 静怡 景行 巧玲 汉文 素芬 鹏飞 晓琳 正阳 翠云 守业 海燕 怀瑾 婷婷"
).split()

SHOP_HEADS = (
    "阿琴 阿明 老林 老陈 小满 南风 北巷 潮记 渔家 阿婆 福顺 顺德源 客家人 湘妹 川江 东北人 兰香 和记 金源 "
    "好又鲜 家家 乐购 百姓 鑫旺 鑫隆 利民 便民 惠民 万家福 天天 喜来 诚信 永盛 宏发 大众 新世纪 阳光 蓝天 "
    "小蜜蜂 金太阳 星星 向日葵 七彩 童心 康健 益民 仁心 回春 德济 同善 佳美 丽人 倾城 芳华 顶尖 名剪 风尚 "
    "一品 二嫂 三元 四海 五谷 六月 七里 八方 九记 十全"
).split()
SHOP_TAILS = {
    "餐饮": (
        "小吃店",
        "快餐店",
        "肠粉店",
        "牛肉火锅",
        "海鲜大排档",
        "烧腊饭店",
        "面馆",
        "茶餐厅",
        "糖水铺",
    ),
    "零售": (
        "便利店",
        "超市",
        "生鲜店",
        "水果店",
        "五金店",
        "文具店",
        "服装店",
        "手机店",
        "烟酒商行",
        "粮油店",
    ),
    "服务": (
        "理发店",
        "美容院",
        "洗衣店",
        "电动车维修部",
        "快递驿站",
        "家政服务部",
        "图文广告店",
        "汽车美容店",
    ),
    "医药": ("药店", "诊所", "口腔门诊部"),
    "娱乐": ("棋牌室", "网咖", "健身房", "足浴店", "台球室"),
    "住宿": ("公寓", "旅馆", "宾馆"),
    "作坊": (
        "制衣加工部",
        "铝合金门窗加工部",
        "家具加工部",
        "纸品加工部",
        "模具加工部",
        "豆制品加工部",
    ),
    "托管": ("幼儿园", "托管中心", "培训中心"),
}
FIRM_HEADS = (
    "澜鑫 海拓 云睿 汇诺 创赫 锐澜 启澄 恒屿 卓澜 维澜 凌帆 博屿 冠澜 鸿屿 铭澜 骏帆 晟屿 拓澜 润屿 瀚帆 "
    "昱澜 信屿 德澜 腾屿 佳澜 优帆 诚屿 盈澜 昌屿 嘉帆 宏澜 立屿 迈帆 睿屿 科澜 普屿 联澜 众帆 合屿 新澜"
).split()
FIRM_MIDDLES = "达 通 泰 丰 盛 隆 兴 旺 华 瑞 祥 和 源 顺 安 康 恒 永 新 创 联 讯 芯 光 能 材 工 业 行 航".split()

# (word in the name, GB/T 4754-2017 class, kind of premises)
INDUSTRIES = (
    ("电子", "3982", "workshop"), ("精密模具", "3525", "workshop"), ("五金制品", "3389", "workshop"),
    ("塑胶制品", "2929", "workshop"), ("自动化设备", "3491", "workshop"), ("光电", "3974", "workshop"),
    ("新能源", "3841", "workshop"), ("包装制品", "2231", "workshop"), ("服装", "1819", "workshop"),
    ("家具", "2110", "workshop"), ("医疗器械", "3581", "workshop"), ("食品", "1411", "workshop"),
    ("线路板", "3982", "workshop"), ("玩具", "2459", "workshop"), ("印刷", "2319", "workshop"),
    ("科技", "6513", "office"), ("信息技术", "6531", "office"), ("供应链", "7224", "office"),
    ("贸易", "5199", "office"), ("建筑工程", "4790", "office"), ("装饰工程", "5011", "office"),
    ("物流", "5431", "office"), ("广告传媒", "7251", "office"), ("企业管理", "7221", "office"),
    ("物业服务", "7020", "office"), ("房地产经纪", "7040", "office"), ("环保科技", "7721", "office"),
    ("餐饮管理", "6210", "shop"), ("商贸", "5211", "shop"), ("汽车服务", "8111", "shop"),
    ("健康管理", "8053", "shop"), ("文化教育", "8399", "shop"),
)  # fmt: skip

_DIGITS = "零一二三四五六七八九"


def chinese_number(value: int) -> str:
    """1 → 一, 12 → 十二, 25 → 二十五 (up to 99)."""
    tens, ones = divmod(value, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def unique(rng: np.random.Generator, heads: Sequence[str], tails: Sequence[str]) -> Iterator[str]:
    """Combinations in random order, no head twice until all heads are used; then numbered."""
    starts = rng.integers(0, len(tails), len(heads))
    for turn in itertools.count():
        # The tail walks on with the turn: the second use of a head gets another tail.
        rounds, step = divmod(turn, len(tails))
        for place in rng.permutation(len(heads)):
            name = heads[place] + tails[(int(starts[place]) + step) % len(tails)]
            yield name if rounds == 0 else f"{name}{chinese_number(rounds + 1)}期"
