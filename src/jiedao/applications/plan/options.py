"""What a task may be chosen to be: its domain of work, and which way its target is reached."""

from typing import Final

from jiedao.kernel.attributes import Options


class Domain(Options):
    """The domain of work, as plans are divided."""

    PARTY_BUILDING = "party_building", "党的建设", "Party building"
    ECONOMY = "economy", "经济发展", "Economy"
    INVESTMENT = "investment", "投资与招商", "Investment"
    ENTERPRISE_SERVICE = "enterprise_service", "企业服务", "Services to enterprises"
    LAND_SPACE = "land_space", "土地与空间", "Land and space"
    URBAN_RENEWAL = "urban_renewal", "城市更新", "Urban renewal"
    TRANSPORT = "transport_infrastructure", "交通与基础设施", "Transport and infrastructure"
    APPEARANCE = "city_appearance", "市容环境", "City appearance"
    ENVIRONMENT = "environment", "生态环境", "Environment"
    GRID = "grid_governance", "网格治理", "Grid governance"
    REQUESTS = "requests_minyi", "民生诉求", "Residents' requests"
    LAW = "law_enforcement_legal", "执法与法治", "Enforcement and law"
    SAFETY = "safety_fire", "安全生产与消防", "Work and fire safety"
    EMERGENCY = "emergency", "应急管理", "Emergencies"
    POLICING = "policing", "平安建设", "Public order"
    DISPUTES = "disputes_petitions", "信访与矛盾化解", "Petitions and disputes"
    EDUCATION_HEALTH = "education_health", "教育与卫生", "Education and health"
    ELDERLY = "elderly_childcare", "养老与托育", "Care of the old and young"
    ASSISTANCE = "social_assistance_employment", "社会救助与就业", "Assistance and employment"
    HOUSING = "housing", "住房保障", "Housing"
    LIVELIHOOD = "livelihood_projects", "民生实事", "Livelihood projects"
    SERVICE_HALL = "government_service", "政务服务", "Government services"
    CULTURE = "culture_sports_civility", "文体与文明创建", "Culture, sport and civility"
    VETERANS = "military_veterans", "武装与退役军人", "Military and veterans"
    DEPUTIES = "deputies_consultation", "人大与协商", "Deputies and consultation"
    DISCIPLINE = "discipline_supervision", "纪检监督", "Discipline"
    STAFF = "staff_performance", "队伍建设", "Staff"
    AID = "regional_aid", "对口帮扶", "Aid to other regions"
    OTHER = "other", "其他", "Other"


#: Which domain the work of an application belongs to.
DOMAIN_OF: Final = {
    "party": Domain.PARTY_BUILDING, "plan": Domain.ECONOMY, "investment": Domain.INVESTMENT,
    "enterprise": Domain.ENTERPRISE_SERVICE, "space": Domain.LAND_SPACE,
    "traffic": Domain.TRANSPORT, "works": Domain.TRANSPORT, "appearance": Domain.APPEARANCE,
    "environment": Domain.ENVIRONMENT, "grid": Domain.GRID, "requests": Domain.REQUESTS,
    "legal": Domain.LAW, "safety": Domain.SAFETY, "fire": Domain.SAFETY,
    "emergency": Domain.EMERGENCY, "security": Domain.POLICING, "disputes": Domain.DISPUTES,
    "health_education": Domain.EDUCATION_HEALTH, "care": Domain.ELDERLY,
    "assistance": Domain.ASSISTANCE, "jobs": Domain.ASSISTANCE, "housing": Domain.HOUSING,
    "livelihood": Domain.LIVELIHOOD, "government_service": Domain.SERVICE_HALL,
    "culture": Domain.CULTURE, "consultation": Domain.DEPUTIES, "integrity": Domain.DISCIPLINE,
    "staff": Domain.STAFF,
}  # fmt: skip


class Comparison(Options):
    """Which way a target is reached."""

    AT_LEAST = "at_least", "不少于", "At least"
    AT_MOST = "at_most", "不超过", "At most"
    EQUAL = "equal", "等于", "Equal to"
