"""By what a name is told from a word: surnames, and what is no name though it looks like one."""

from typing import Final

# The two hundred surnames that nearly everybody bears (公安部《全国姓名报告》 order), without
# those that in a report are nearly always a word: 于 向 时 路 车 项 有 从 和 都 常 区 全 成 古 连
# after 本人 or before 师傅.
COMMON: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍"
    "涂苗谷盛曲翁冉骆蓝靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓简鞠麦缪卞佟褚冼邝"
    "陳張劉楊黃趙吳孫馬羅鄭謝許馮鄧蕭葉蘇呂盧薑鍾譚陸範賈鄒龍賀顧龔嚴"
)

NOT_GIVEN: Final = "副对的了在是和与们个那这有位不一来去说边里上下内外中旁前后到把给被及或等为"
"""Signs that no given name holds."""

_WORDS = (
    "白天 白发 方便 高龄 高兴 高中 温馨 安全 安保 平安 保安 公安 治安 周边 周围 金牌 任何 许多 陈旧 黄色 白色 "
    "万能 毛病 石油 石材 包工 华人 单身 单亲 管理 房屋 关心 关爱 解决 康复 武术 文艺 农村 农业 阳光 夏天 叶子 "
    "牛奶 马路 江边 田间 方面 司机 公司 地方 对方 双方 警方 校方 厂方 官方 店方 甲方 乙方 卖方 买方 政府 "
    "物管 城管 网管 主管 监管 班主任 幼儿园 文员 文化 章程 简单 童年 易怒 单位 单元 盛夏 尚未 施工 汤圆 "
    "石场 任课 现任 主任 责任 担任 语文 英文 中文 作文 申请 申诉 申报 纪委 管委 民房 住房 楼房 曾经 公积金 积金 资金 押金 "
    "租金 管办 社区 街道 小学 中学 小区 公司 贷款 场长 物业 村委 党委 居委 项目 单车 黄河 江苏 贺电 夏季 常务 徐徐"
)
NO_NAME: Final = frozenset(_WORDS.split())
"""Words that hold a surname, or stand after one, where a name might stand."""
