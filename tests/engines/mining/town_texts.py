"""Invented texts of a town: what is asked, in several wordings, and what it is about."""

import random

_SAID = {
    "路灯": ("路灯不亮", "路灯坏了好几天", "晚上路灯不亮看不清路", "灯杆倒了没有人修"),
    "油烟": ("烧烤店油烟很大", "楼下餐馆油烟直排", "夜宵摊油烟呛得睡不着", "饭店的烟道朝着窗户"),
    "井盖": ("井盖破损有响声", "下水井盖丢失", "人行道井盖塌了", "井盖翘起来绊倒人"),
    "停车": ("车辆乱停堵住消防通道", "小区停车收费太高", "路边乱停车", "停车位被占用"),
}
_WHERE = ("幸福路", "文苑小区门口", "新河村", "东门市场旁边", "学校对面", "三号楼下")
_ENDS = ("请尽快处理", "希望有关部门来看看", "已经反映多次", "谢谢", "老人小孩都受影响")


def texts_of(size: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """So many texts and their labels, each label as often as any other."""
    draw = random.Random(seed)
    labels = [list(_SAID)[at % len(_SAID)] for at in range(size)]
    texts = [
        f"{draw.choice(_WHERE)}{draw.randint(1, 99)}号，{draw.choice(_SAID[label])}，"
        f"{draw.choice(_ENDS)}。{draw.choice(_ENDS)}！"
        for label in labels
    ]
    return texts, labels
