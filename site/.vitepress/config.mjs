import { slug } from 'github-slugger'
import { defineConfig } from 'vitepress'

const page = (text, link) => ({ text, link })

const english = [
  { text: 'Start', items: [page('Overview', '/'), page('Your first handler', '/docs/first-handler'), page('Your first plug-in', '/docs/first-plugin'), page('Beside other systems', '/examples/integrations/'), page('Glossary', '/docs/glossary'), page('Differences from the specification', '/docs/specification')] },
  {
    text: 'Operate',
    items: [
      page('Deployment', '/docs/deployment'),
      page('Kubernetes', '/docs/kubernetes'),
      page('Sizing', '/docs/sizing'),
      page('Scale', '/docs/scale'),
      page('Operations', '/docs/operations'),
      page('Console', '/docs/console'),
      page('Troubleshooting', '/docs/troubleshooting'),
      page('What works during a failure', '/docs/degradation'),
      page('Rotating keys', '/docs/key-rotation'),
      page('Backup and rescue', '/docs/backup'),
      page('Performance', '/docs/performance')
    ]
  },
  {
    text: 'Reference',
    items: [
      page('Configuration', '/docs/configuration'),
      page('What a host can call', '/docs/embedding'),
      page('HTTP API', '/docs/http-api'),
      page('Plug-ins', '/docs/plugins'),
      page('Clients', '/docs/clients'),
      page('Testing', '/docs/testing'),
      page('Test module', '/gateway-test/'),
      page('Redis', '/gateway-redis/'),
      page('Messages in Redis', '/gateway-redis/MESSAGES'),
      page('Back-end services', '/gateway-backends/'),
      page('Users and tokens', '/gateway-auth/'),
      page('Tokens of OpenID Connect providers', '/gateway-oidc/'),
      page('Metrics and traces', '/gateway-observability/'),
      page('Alerts', '/gateway-alerts/'),
      page('Log', '/gateway-logging/'),
      page('Certificates by ACME', '/gateway-acme/'),
      page('Transport', '/gateway-transport-undertow/'),
      page('Transport on the JDK alone', '/gateway-transport-nio/'),
      page('Compression', '/docs/compression'),
      page('Autobahn\'s test suite', '/docs/autobahn'),
      page('In Tomcat, Jetty or Tyrus', '/gateway-transport-jakarta/'),
      page('Your own endpoints', '/gateway-tyrus/'),
      page('In Spring Boot', '/gateway-spring-boot-starter/'),
      page('In other frameworks', '/docs/frameworks')
    ]
  },
  { text: 'Project', items: [page('Changes', '/CHANGELOG'), page('Contributing', '/CONTRIBUTING'), page('Releasing', '/RELEASING'), page('Decisions', '/folders/docs/adr')] }
]

const chinese = [
  { text: '开始', items: [page('概览', '/zh/'), page('第一个处理器', '/zh/docs/first-handler'), page('第一个插件', '/zh/docs/first-plugin'), page('与其他系统配合', '/zh/examples/integrations/'), page('术语表', '/zh/docs/glossary'), page('本程序与规范的差异', '/zh/docs/specification'), page('插件', '/zh/docs/plugins')] },
  {
    text: '运维',
    items: [
      page('部署', '/zh/docs/deployment'),
      page('Kubernetes', '/zh/docs/kubernetes'),
      page('容量规划', '/zh/docs/sizing'),
      page('规模', '/zh/docs/scale'),
      page('运维手册', '/zh/docs/operations'),
      page('控制台', '/zh/docs/console'),
      page('故障排查', '/zh/docs/troubleshooting'),
      page('故障时还能用什么', '/zh/docs/degradation'),
      page('轮换密钥', '/zh/docs/key-rotation'),
      page('备份与救援', '/zh/docs/backup'),
      page('性能', '/zh/docs/performance')
    ]
  },
  {
    text: '参考',
    items: [
      page('配置', '/zh/docs/configuration'),
      page('HTTP API', '/zh/docs/http-api'),
      page('宿主可以调用什么', '/zh/docs/embedding'),
      page('客户端', '/zh/docs/clients'),
      page('测试', '/zh/docs/testing'),
      page('测试模块', '/zh/gateway-test/'),
      page('Redis', '/zh/gateway-redis/'),
      page('Redis 中的消息', '/zh/gateway-redis/MESSAGES'),
      page('后端服务', '/zh/gateway-backends/'),
      page('用户与令牌', '/zh/gateway-auth/'),
      page('OpenID Connect 提供方的令牌', '/zh/gateway-oidc/'),
      page('指标与链路', '/zh/gateway-observability/'),
      page('告警', '/zh/gateway-alerts/'),
      page('日志', '/zh/gateway-logging/'),
      page('ACME 证书', '/zh/gateway-acme/'),
      page('传输', '/zh/gateway-transport-undertow/'),
      page('只基于 JDK 的传输', '/zh/gateway-transport-nio/'),
      page('压缩', '/zh/docs/compression'),
      page('Autobahn 测试套件', '/zh/docs/autobahn'),
      page('在 Tomcat、Jetty 或 Tyrus 中', '/zh/gateway-transport-jakarta/'),
      page('您自己的端点', '/zh/gateway-tyrus/'),
      page('在 Spring Boot 中', '/zh/gateway-spring-boot-starter/'),
      page('在其他框架中', '/zh/docs/frameworks')
    ]
  }
]

// Chinese has no blanks between words; names such as server.max_connections are found by their parts, too.
const tokenize = (text) => {
  const words = []
  for (const { segment, isWordLike } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    if (!isWordLike) continue
    words.push(segment)
    const parts = segment.split(/[._]+/)
    if (parts.length > 1) words.push(...parts)
  }
  return words
}

export default defineConfig({
  title: 'MyChat Gateway',
  description: 'A gateway for instant messaging, as a Java library and as a program',
  srcDir: 'pages',
  cleanUrls: true,
  lastUpdated: false,
  markdown: {
    html: true,
    // The anchors are those of the repository's own view.
    anchor: { slugify: slug },
    languageAlias: { conf: 'nginx' }
  },
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { sidebar: english } },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      themeConfig: {
        sidebar: chinese,
        outline: { level: [2, 3], label: '本页内容' },
        docFooter: { prev: '上一页', next: '下一页' },
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        darkModeSwitchLabel: '外观',
        langMenuLabel: '语言'
      }
    }
  },
  themeConfig: {
    // Not every page is translated: the other language begins at its first page.
    i18nRouting: false,
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize } },
        locales: { zh: { translations: { button: { buttonText: '搜索' }, modal: { noResultsText: '没有结果', footer: { selectText: '选择', navigateText: '移动', closeText: '关闭' } } } } }
      }
    }
  }
})
