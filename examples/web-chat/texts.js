// What the page says, in English and Chinese.

const english = {
  loginTitle: 'Log in',
  loginHint: 'The terminal of the gateway shows the users and their passwords. Log in as somebody else in a second window.',
  user: 'User',
  password: 'Password',
  platform: 'This window is',
  platformWeb: 'a web page (one at a time)',
  platformAndroid: 'an Android phone',
  platformDesktop: 'a desktop',
  login: 'Log in',
  logout: 'Log out',
  devices: 'My devices',
  connection: 'Connection',
  connectionLog: 'What the connection has done',
  conversations: 'Conversations',
  newChat: 'Write to …',
  open: 'Open',
  back: 'Back to the conversations',
  messages: 'Messages',
  message: 'Message',
  send: 'Send',
  earlier: 'Earlier messages',
  emptyChat: 'No messages yet.',
  choose: 'Choose a conversation.',
  close: 'Close',
  cut: 'Cut the connection',
  offline: 'Be offline',
  toLogin: 'To the login',
  themeAuto: 'Theme: automatic',
  themeLight: 'Theme: light',
  themeDark: 'Theme: dark',
  online: ({ user }) => `online as ${user}`,
  connecting: 'connecting …',
  authenticating: 'logging in …',
  waiting: ({ seconds }) => `offline, next try in ${seconds} s`,
  stopped: 'not connected',
  unread: ({ count }) => `${count} unread`,
  sending: 'waiting to be sent',
  sent: 'sent',
  failed: ({ reason }) => `not sent: ${reason}`,
  you: 'you',
  gap: 'Some messages could not be delivered. The history was read again.',
  newLogin: ({ platform, ip, time }) => `New login: ${platform} from ${ip} at ${time}`,
  push: ({ text }) => `From the server: ${text}`,
  thisDevice: 'this device',
  since: ({ ip, time }) => `from ${ip}, since ${time}`,
  drop: 'Log this one out',
  dropLabel: ({ name }) => `Log ${name} out`,
  kickedTitle: 'Logged in elsewhere',
  kickedText: 'Another device has taken this seat, or this session was ended.',
  kickedAgain: 'Use it here',
  replacedTitle: 'Continued elsewhere',
  replacedText: 'This device is connected in another window.',
  replacedAgain: 'Continue here',
  endedTitle: 'Disconnected',
  endedText: ({ reason }) => `The gateway has ended the connection: ${reason}.`,
  endedAgain: 'Connect again',
  unauthenticated: 'Please log in again.',
  wrongPassword: 'Unknown user or wrong password.',
  refused: ({ reason }) => `The gateway refuses: ${reason}`,
  noDemo: 'This page finds no gateway.',
  logConnecting: 'connects',
  logAuthenticating: 'connected, logs in',
  logOnline: ({ session }) => `online, session ${session}`,
  logResumed: ({ count }) => `resumed: ${count} missed messages came`,
  logWaiting: ({ code, ms }) => `connection ended (${code}), next try in ${ms} ms`,
  logStopped: ({ reason }) => `stopped: ${reason}`,
  logClosing: ({ reason }) => `the gateway is about to close: ${reason}`,
  logDraining: ({ ms }) => `the gateway leaves: back in ${ms} ms`,
  logGap: ({ from }) => `gap: delivery goes on at ${from}`,
  logSent: ({ to }) => `message to ${to} stored`
}

const chinese = {
  loginTitle: '登录',
  loginHint: '网关的终端中显示了用户及其密码。请在第二个窗口中以另一个用户登录。',
  user: '用户',
  password: '密码',
  platform: '此窗口作为',
  platformWeb: '网页（同时只能一个）',
  platformAndroid: '安卓手机',
  platformDesktop: '桌面端',
  login: '登录',
  logout: '退出登录',
  devices: '我的设备',
  connection: '连接',
  connectionLog: '连接的经过',
  conversations: '会话',
  newChat: '写给……',
  open: '打开',
  back: '返回会话列表',
  messages: '消息',
  message: '消息',
  send: '发送',
  earlier: '更早的消息',
  emptyChat: '还没有消息。',
  choose: '请选择一个会话。',
  close: '关闭',
  cut: '切断连接',
  offline: '离线',
  toLogin: '返回登录',
  themeAuto: '主题：自动',
  themeLight: '主题：浅色',
  themeDark: '主题：深色',
  online: ({ user }) => `${user} 在线`,
  connecting: '正在连接……',
  authenticating: '正在登录……',
  waiting: ({ seconds }) => `离线，${seconds} 秒后重试`,
  stopped: '未连接',
  unread: ({ count }) => `${count} 条未读`,
  sending: '等待发送',
  sent: '已发送',
  failed: ({ reason }) => `未发送：${reason}`,
  you: '我',
  gap: '部分消息无法送达，已重新读取历史记录。',
  newLogin: ({ platform, ip, time }) => `新的登录：${platform}，来自 ${ip}，${time}`,
  push: ({ text }) => `来自服务器：${text}`,
  thisDevice: '本设备',
  since: ({ ip, time }) => `来自 ${ip}，自 ${time} 起`,
  drop: '让它退出登录',
  dropLabel: ({ name }) => `让 ${name} 退出登录`,
  kickedTitle: '已在别处登录',
  kickedText: '另一台设备占用了此席位，或此会话已被结束。',
  kickedAgain: '在这里使用',
  replacedTitle: '已在别处继续',
  replacedText: '此设备已在另一个窗口中连接。',
  replacedAgain: '在这里继续',
  endedTitle: '连接已断开',
  endedText: ({ reason }) => `网关结束了连接：${reason}。`,
  endedAgain: '重新连接',
  unauthenticated: '请重新登录。',
  wrongPassword: '用户不存在或密码错误。',
  refused: ({ reason }) => `网关拒绝：${reason}`,
  noDemo: '此页面找不到网关。',
  logConnecting: '开始连接',
  logAuthenticating: '已连接，正在登录',
  logOnline: ({ session }) => `在线，会话 ${session}`,
  logResumed: ({ count }) => `已恢复：补收了 ${count} 条消息`,
  logWaiting: ({ code, ms }) => `连接结束（${code}），${ms} 毫秒后重试`,
  logStopped: ({ reason }) => `已停止：${reason}`,
  logClosing: ({ reason }) => `网关即将关闭连接：${reason}`,
  logDraining: ({ ms }) => `网关即将离开：${ms} 毫秒后回来`,
  logGap: ({ from }) => `有缺口：从 ${from} 继续`,
  logSent: ({ to }) => `给 ${to} 的消息已存储`
}

const LANGUAGES = { en: english, 'zh-CN': chinese }
const KEY = 'mychat-language'

let language = localStorage.getItem(KEY) ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en')
if (!LANGUAGES[language]) language = 'en'

export function text(key, values = {}) {
  const found = LANGUAGES[language][key]
  return typeof found === 'function' ? found(values) : found
}

export function currentLanguage() {
  return language
}

/** Writes the texts of all marked elements. */
export function translate() {
  document.documentElement.lang = language
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = text(element.dataset.text)
  for (const element of document.querySelectorAll('[data-placeholder]')) element.placeholder = text(element.dataset.placeholder)
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', text(element.dataset.label))
}

export function toggleLanguage() {
  language = language === 'en' ? 'zh-CN' : 'en'
  localStorage.setItem(KEY, language)
  translate()
}

export function time(rfc3339, seconds = false) {
  const style = { hour: '2-digit', minute: '2-digit', ...(seconds && { second: '2-digit' }) }
  return new Intl.DateTimeFormat(language, style).format(new Date(rfc3339))
}
