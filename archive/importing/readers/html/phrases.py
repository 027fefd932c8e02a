"""Words that pages print around an article, in many languages. The name of no house is here."""

from __future__ import annotations

import re


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{'|'.join(alternatives)})")


KIND = _whole(
    r"(?:policy |expert |guest |weekly |quick )?(?:commentar(?:y|ies)|op-?eds?|opinions?"
    r"|analys[ie]s|articles?|essays?|blogs?|blog posts?|columns?)",
    r"(?:policy |issue |research |working |discussion |white |background |position |conference "
    r"|occasional |technical )?(?:papers?|briefs?|briefings?)",
    r"(?:special |annual |research |policy |country |event |trip |conference |meeting "
    r"|project )?(?:reports?|summar(?:y|ies))",
    r"(?:research|studies|study|books?|book reviews?|book chapters?|reviews?|interviews?"
    r"|q\s?&(?:amp;)?\s?as?|q and a|podcasts?|videos?|audio)",
    r"(?:press|media|news) (?:releases?|statements?)|statements?|testimon(?:y|ies)|speech(?:es)?"
    r"|transcripts?|letters?|open letters?",
    r"in the (?:media|news|press)|news|newsletters?|features?|long ?reads?|perspectives?|insights?"
    r"|viewpoints?|explainers?|primers?|fact ?sheets?",
    r"(?:past |upcoming |public |online )?(?:events?|webinars?|seminars?|conferences?|lectures?"
    r"|workshops?|panels?|roundtables?)",
    r"(?:expert |guest |quick )?comments?|backgrounders?|dispatch(?:es)?|case stud(?:y|ies)"
    r"|data(?: insights?| stories?)?|journal articles?|monographs?|memos?|notes?|crisis alerts?"
    r"|infographics?",
    r"статья|статьи|комментари[йи]|аналитика|доклады?|интервью|мнени[ея]|новости|исследовани[ея]"
    r"|колонк[аи]|рецензи[яи]|книги?|подкасты?|события|мероприятия|в сми",
    r"مقالة?|مقالات|تعليق|تعليقات|تحليل|تحليلات|تقارير|تقرير|دراسات?|دراسة|ورقة بحثية"
    r"|أوراق(?: بحثية)?|مقابلة|مقابلات|حوار|رأي|آراء|أخبار|بيان|فعاليات|كتب|كتاب",
    r"文章|评论|評論|论文|分析|报告|報告|研究|观点|觀點|访谈|訪談|新闻|新聞|书评|专栏|简报|活动",
    r"commentaires?|analyses?|notes?(?: de recherche)?|études?|entretiens?|tribunes?|rapports?"
    r"|actualités?|communiqués?(?: de presse)?|événements?|points? de vue|éditos?|billets?",
    r"kommentare?|analysen?|studien?|berichte?|beiträge|interviews?|pressemitteilungen?|meinung"
    r"|artículos?|análisis|informes?|opinión|comentarios?|entrevistas?|artigos?|relatórios?|opinião",
)
"""What a label above a title calls a work."""

SHARE = _whole(
    r"share(?: (?:this|on|via|article|post|story|page|to).{0,40})?:?",
    r"tweet|facebook|twitter|linkedin|whatsapp|e-?mail|telegram|reddit|x|print(?: this)?(?: page)?"
    r"|copy link|link copied!?|save|pdf|bookmark",
    r"(?:print|e-?mail|send)(?: this)?(?: (?:page|article|to a friend))?",
    r"поделиться.{0,30}|печать|версия для печати|شارك.{0,20}|مشاركة|طباعة|分享.{0,10}|打印"
    r"|partager.{0,30}|imprimer|teilen|drucken|compartir|imprimir",
    r"listen(?: to (?:this )?article)?|download(?: (?:the )?(?:full )?(?:pdf|report|paper|article"
    r"|brief))?(?: \(?pdf\)?)?|subscribe|[·•|\s]*follow(?: us)?|sign in|cite(?: this)?|citation"
    r"|(?:font|text) size.{0,20}|a\+?|a-|[|•·–—\-/,]+|\d+ (?:shares?|comments?)|(?:no|leave a|add a"
    r"|post a) comments?|comments?(?: \(?\d+\)?)?|reading time",
)
BUTTON = _whole(
    r"(?:subscribe|sign up|join|upgrade|register)(?: (?:now|today|here|free|to .{2,40}"
    r"|for .{2,40}))?[!.]?|share(?: (?:this post|this article|[\w'’ ]{2,40}))?|leave a comment"
    r"|donate(?: now| today)?|give a gift subscription|get \d+% off.{0,40}|(?:start"
    r"|continue) (?:writing|reading).{0,30}|refer a friend",
)
READING_TIME = _whole(
    r"(?:reading time|read time|estimated reading time|temps de lecture|время чтения|lesezeit"
    r"|tiempo de lectura)?\s*[:：]?\s*(?:~|about "
    r"|ca\. )?\d{1,3}(?:\s?-\s?\d{1,3})?\s*(?:-\s?)?(?:min(?:ute)?s?|мин(?:ут\w*)?|دقائق|دقيقة|分钟"
    r"|分鐘)\.?(?:\s*(?:read|reading(?: time)?|to read|de lecture|чтения|قراءة|阅读))?",
)
PHOTO = re.compile(
    r"(?i)(?:photo(?:graph)?(?: credit)?s?|image(?: credit)?|picture|source|credit|фото|صورة"
    r"|图)\s*(?:[:：]|by\b|courtesy).{2,160}|©.{2,120}|\((?:photo|image|credit).{3,160}\)"
)
AFTER = _whole(
    r"related(?: (?:posts?|articles?|content|stories|reading|publications?|research|work|topics?"
    r"|news|items?|links?|events?|experts?))?:?",
    r"you (?:may|might) also (?:like|be interested in):?|more (?:like this|from .{2,60}|on .{2,60}"
    r"|stories|articles|news|reading):?|recommended(?: (?:for you|reading|articles))?:?"
    r"|read (?:next|more|also):?|see also:?|up next|what to read next|keep reading|latest (?:posts?"
    r"|news|articles|publications)|recent (?:posts?|articles|publications|work)|popular posts?",
    r"share this:?|share:?|like this:?|tags?:?|filed under:?.{0,200}|posted in:?.{0,200}|topics?:?"
    r"|categor(?:y|ies):?|comments?|leave a (?:reply|comment)|subscribe(?: (?:now|to .{2,60}))?"
    r"|sign up(?: .{2,60})?|newsletter|stay (?:informed|connected|up to date).{0,60}"
    r"|follow us.{0,40}|get (?:our|the|more) .{2,80}(?:inbox|newsletter|updates)\.?"
    r"|support our work|donate(?: now)?",
    r"(?:читайте также|похожие (?:статьи|материалы|записи)|ещё по теме|по теме|теги|комментарии"
    r"|поделиться.{0,30}|подписаться.{0,30}):?",
    r"(?:مقالات ذات صلة|مواضيع ذات صلة|اقرأ أيضا?ً?|شارك.{0,20}|الوسوم|تعليقات|التعليقات):?",
    r"(?:相关文章|相關文章|相关阅读|延伸阅读|标签|标签：|评论|分享到?|推荐阅读)[:：]?",
    r"(?:à lire aussi|articles (?:liés|similaires)|sur le même sujet|partager.{0,20}|commentaires"
    r"|mots-clés)\s?:?",
)
"""A heading or line behind an article, after which nothing of it comes."""
DOWNLOAD = re.compile(
    r"(?i)\bpdf\b|download|full (?:report|paper|text|study|document|brief|publication|article"
    r"|transcript)|read the (?:full |complete )?(?:report|paper|study|brief)|télécharger|скачать"
    r"|полный текст|تحميل|تنزيل|下载|下載|全文|herunterladen|descargar|baixar"
)
BREADCRUMB = re.compile(r"(?:[^>»/›]{1,60}\s*[>»›]\s*){1,6}[^>»›]{0,160}|home\s*/\s*.{1,200}", re.IGNORECASE)
LABELLED_AUTHOR = re.compile(
    r"(?i)(?:about the )?authors?:?|by:?|written by:?|авторы?:?|بقلم:?|作者[:：]?|par:?"
)

NOT_FOUND = re.compile(
    r"(?i)(?:error\s*)?\(?40[34]\)?(?:\s*[-–—:|]?\s*(?:error|not found|page not found"
    r"|file not found|forbidden|.{0,30}not found).{0,60})?$|(?:sorry[,.!]?\s*)?(?:the "
    r"|this )?(?:page|file|document|article|url|requested page)(?: you (?:requested|are looking for"
    r"|were looking for))? (?:was |could |can |is )?(?:not |no longer |n['’]t )(?:be )?(?:found"
    r"|available|exist).{0,80}|page (?:not found|missing)|not found|oops.{0,60}"
    r"|nothing found.{0,40}|page introuvable|страница не найдена.{0,40}|ошибка 404.{0,40}"
    r"|الصفحة غير موجودة.{0,30}|لم يتم العثور.{0,40}|(?:页面|頁面)(?:未找到|不存在|找不到).{0,20}|(?:找不到"
    r"|未找到)(?:页面|頁面).{0,20}|seite nicht gefunden|página no encontrada|404\b.{0,60}|just a moment\.*"
    r"|attention required!.{0,40}|access denied|verify you are human.{0,40}|are you a robot\??"
)
ORIGINALLY = re.compile(
    r"(?i)(?:\(|\[)?(?:this (?:article|piece|op-ed|commentary|essay|column|post|interview|review)"
    r"|it|an? (?:earlier |edited )?version of this (?:article|piece|essay|op-ed"
    r"|post))\s+(?:was )?(?:originally|first)\s+(?:appeared|published|posted|ran)\s+(?:in|by|on|at"
    r"|with)\s+(?P<outlet>.{2,120}?)(?:,? on \w+ \d.{0,30}|,? \d{1,2} \w+ \d{4})?[.)\]]*"
)

_PAGES = {
    "a page about the institution": r"about(?: us)?|who we are|our (?:mission|history|team|story"
    r"|people|staff|work|values)|mission(?: statement)?|history"
    r"|о нас|об институте|من نحن|关于我们|關於我們|à propos|qui sommes-nous"
    r"|über uns|impressum|imprint|governance|board of (?:directors"
    r"|trustees)|support us|donate|jobs|careers|vacancies"
    r"|internships?|work with us",
    "a page of contact details": r"contacts?(?: us)?|get in touch|контакты|اتصل بنا|联系我们|聯絡我們"
    r"|kontakt|nous contacter|contacto?",
    "a page of the site's rules": r"(?:privacy|cookies?|moderation|comments?|editorial"
    r"|data protection|copyright|accessibility"
    r"|legal)(?: and (?:privacy|cookies?|terms))?(?: policy| policies"
    r"| notice| statement)?|terms(?:(?: and"
    r"| &) conditions)?(?: of (?:use|service))?"
    r"|(?:website )?disclaimer|code of (?:conduct|practice)"
    r"|legal(?: notice)?|политика конфиденциальности|سياسة الخصوصية"
    r"|隐私政策|mentions légales|datenschutz\w*|accessibility",
    "a page of questions about the site": r"faqs?|frequently asked questions|help|how to (?:use"
    r"|cite) .{2,40}",
    "a site map": r"site ?map|карта сайта|خريطة الموقع|网站地图|plan du site",
    "a page of search results": r"search(?: results?)?(?: for.*)?|.{0,40}search results.{0,60}"
    r"|результаты поиска.*|поиск|نتائج البحث.*|搜索结果.*|搜索|recherche"
    r"|résultats de recherche.*|you searched for.*",
    "a form to sign in": r"log ?in|sign ?in|log ?on|sign up|register|registration|my account"
    r"|user account|create (?:new )?account|войти|вход|تسجيل الدخول|登录|登入"
    r"|connexion|password reset|reset password",
    "a page of subscription": r"subscribe|subscription|newsletter(?: sign ?up)?|mailing list"
    r"|e-?mail alerts?|unsubscribe|thank you(?: for .*)?|rss(?: feeds?)?",
    "a listing": r"archives?|.{0,60} archives?|(?:all |latest |recent |our )?(?:publications"
    r"|articles|posts|blogs?|news|events|experts|people|projects|reports|research"
    r"|topics|issues|regions|programs|programmes|library|media|press|videos|podcasts"
    r"|multimedia|authors|commentary|analysis|datasets?|apps|forum|categories|tags)"
    r"|page \d+.*|(?:category|tag|author|topic|archive|monthly archives?|posts tagged"
    r"|posts by|articles by)\s*[:：].*|рубрика:.*|метка:.*|автор:.*|архив.*",
    "a front page": r"home(?: ?page)?|welcome|главная|الرئيسية|首页|accueil|startseite|inicio",
}
PAGES = {kind: re.compile(rf"(?i)(?:{pattern})") for kind, pattern in _PAGES.items()}
"""What the title of a page that is no article says it is."""

_SEGMENTS = {
    "a page of search results": "search search-results find results zoeken recherche suche",
    "a listing": "tag tags category categories topic topics archive archives label labels subjects "
    "subject keyword keywords region regions taxonomy term all feed latest browse "
    "index section sections",
    "a person's page": "author authors people person persons expert experts staff team profile "
    "profiles scholar scholars fellows fellow users user contributor "
    "contributors bio bios leadership our-people our-experts our-team",
    "a page about the institution": "about about-us who-we-are mission history jobs careers "
    "vacancies donate support governance",
    "a page of contact details": "contact contact-us contacts kontakt",
    "a page of the site's rules": "privacy privacy-policy terms terms-of-use terms-and-conditions "
    "cookies cookie-policy cookies-policy legal disclaimer "
    "accessibility copyright code-conduct moderation-policy "
    "accessibility-statement imprint impressum",
    "a page of questions about the site": "faq faqs help",
    "a form to sign in": "login signin sign-in log-in register wp-login.php account my-account logout signup",
    "a page of subscription": "subscribe newsletter-signup unsubscribe rss",
    "the page of a data set": "dataset datasets",
    "an organisation chart": "organogram organigramme orgchart organogramme",
    "a site map": "sitemap site-map",
    "a page of the shop": "cart checkout basket shop",
    "a page of the system": "wp-admin wp-json cgi-bin xmlrpc.php admin",
}
SEGMENTS = {name: kind for kind, names in _SEGMENTS.items() for name in names.split()}
"""What the last or last but one segment of an address says of its page."""

_CLASSES = {
    "a page that was not found": "error404 page-404 not-found",
    "a page of search results": "search search-results page-search",
    "a person's page": "author node-type-person node--type-person page-node-type-person "
    "node-type-expert page-node-type-expert node--type-expert single-person "
    "single-people single-expert single-experts single-team single-staff "
    "single-team_member single-author single-profile node-type-profile "
    "page-node-type-profile node-type-staff page-node-type-staff page-user "
    "single-people-profile single-scholar single-fellow node-type-people "
    "page-node-type-people node-type-author page-node-type-author",
    "a listing": "archive category tag tax post-type-archive blog date page-taxonomy "
    "page-taxonomy-term page-views page-node-type-listing-page node-type-landing-page "
    "page-node-type-landing-page page-node-type-listing "
    "collection-type-blog-basic-grid page-node-type-topic node-type-topic "
    "page-node-type-program node-type-program tag-template author-archive paged",
    "a front page": "home front path-frontpage page-front home-template homepage is-front",
    "an organisation chart": "node-type-organogram",
    "the page of a data set": "node-type-dataset page-node-type-dataset single-dataset",
    "a page of the forum": "node-type-forum page-forum single-topic bbpress",
    "a page of contact details": "page-contact page-template-contact",
    "a form to sign in": "page-user-login page-user-register login",
    "a page of a picture or file": "attachment single-attachment",
}
CLASSES = {name: kind for kind, names in _CLASSES.items() for name in names.split()}
"""What the classes of `<body>` say of a page, as WordPress, Drupal, Ghost and Squarespace write them."""
SINGLE = re.compile(
    r"single(?!-page)|single-(?:post|article|publication|report|commentary|news|event|podcast|blog"
    r"|paper|analysis|opinion|research|brief|interview|press.*|op-?ed|video|insight|feature|story"
    r"|essay|review|book|policy.*|issue.*|working.*)"
    r"|postid-\d+|post-template(?:-default)?|(?:page-)?node-?-?type-?-?(?:blog|article|news|story"
    r"|publication|report|commentary|press.*|op-?ed|opinion|analysis|event|podcast|paper|brief"
    r"|interview|research|post|book|video|policy.*|working.*|issue.*|essay|testimony|feature"
    r"|insight|expert-comment|journal.*)(?:[-_].*)?"
)
"""A class of `<body>` that says that the page is one work."""
