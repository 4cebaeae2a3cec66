"""Which application of the house a promise belongs to, by its words."""

import re

#: Keys of applications, as the dictionary of indicators has them. Earlier ones win a tie.
_WORDS = {
    "requests": "民意速办|民生诉求|诉求|接诉即办|12345|热线|一件事|一类事",
    "integrity": "廉政|廉洁|正风肃纪|反腐|腐败|巡察|纪律|监督检查|中央八项规定|四风|审计|作风|纪审|问题线索|四种形态|形式主义",
    "disputes": "矛盾纠纷|信访|调解|积案|综治中心|劳资|解纷|欠薪",
    "consultation": "人大|政协|代表|提案|协商|民主党派|统一战线|工商联|民族|宗教|侨|议事",
    "security": "扫黑除恶|治安|巡逻|禁毒|无毒|平安建设|警民|联防|反诈|巡防|扫黄打非",
    "fire": "消防|火灾|烟感|充电场所|入户充电",
    "safety": "安全生产|燃气|隐患|安全监管|小散工程|三小场所|供用电|治本攻坚|食品安全|施工安全|安全管理|安全屏障|危险化学品|安全风险|主体责任",
    "emergency": "应急|三防|防汛|防台风|避难|内涝|预警|减灾|第一响应人",
    "traffic": "交通|停车|电动自行车|非机动车|头盔|僵尸车|充电口|慢行",
    "jobs": "就业|招聘|毕业生|零工|职业技能|创业",
    "housing": "保障性住房|人才住房|房源|保租房|统租|配租|住有宜居|优饮",
    "care": "养老|托育|托位|托幼|婴幼儿|长者|老人|适老化|儿童|助餐|老龄|残疾|食堂|饭堂|妇女",
    "health_education": "学校|学位|教育资源|办学|幼儿园|医院|社康|健康|中医|医疗|教育集团",
    "assistance": "帮扶|救助|困难群众|低保|兜底|乡村振兴|慈善|对口|双拥|退役军人|困难群体|脱贫",
    "livelihood": "民生微实事|民微|大盆菜|微实事|民生实事",
    "investment": "招商|招引|引进|落户|项目落地|签约|投产|总部",
    "space": "土地整备|城市更新|利益统筹|产业空间|产业用地|旧改|征拆|征收|留用地|园区|工业区|工业园|工业上楼|更新单元|产业园|集体物业|旧厂房|旧村|厂房|用地|城中村",
    "enterprise": "企业|营商|专精特新|小巨人|小升规|商圈|产业|消费|科技|集群|经济|商业|夜市|首店|场景|孵化|供需",
    "appearance": "市容|环卫|违建|查违|城市管家|街区制|垃圾|乱停放|占道|摊贩|城区环境|泥头车|户外广告|城管|风貌|乱象",
    "environment": "大气|扬尘|水质|河|碧道|空气质量|污染|公园|绿道|绿地|生态|PM2.5|PM10|节能|低碳|覆绿|水库|排水|水环境|净土|水源",
    "works": "道路|路网|天桥|施工|路灯|照明|城际|轨道|打通|管网|工程|基础设施|通车|改造",
    "culture": "文化|文体|体育|文明|非遗|旅游|文旅|艺术|赛事|阅读|节庆|游|公开赛",
    "government_service": "政务服务|一网通办|办事|自助设备|行政服务|便民服务|审批",
    "legal": "法治|普法|执法|法律|依法|入企检查|应诉|决策机制",
    "grid": "网格|小分格|楼栋长|基层治理|治理模式|治理体系|自治|服务格|居民小区|物业小区",
    "staff": "干部|人才队伍|培训|考核|轮岗|揭榜挂帅|选人用人|绩效|工作人员|岗位",
    "party": "党建|党组织|党员|主题教育|第一议题|意识形态|党委|党群|党支部|党的|两企三新|两新|新就业群体|党校|舆情|网信|政治|团委|工会|武装",
    "plan": "固定资产投资|生产总值|产值|指标|任务|五年规划",
}
_PATTERNS = {key: re.compile(words) for key, words in _WORDS.items()}
_WEIGHTS = (3, 2, 1)


def domain(quote: str, topic: str, heading: str) -> str:
    """The key of an application; “other” where no word of one stands in quote or headings."""
    best, score = "other", 0
    for key, pattern in _PATTERNS.items():
        found = sum(
            weight * min(2, len(pattern.findall(text)))
            for weight, text in zip(_WEIGHTS, (quote, topic, heading), strict=True)
        )
        if found > score:
            best, score = key, found
    return best
