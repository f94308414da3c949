// What the page says, and how it writes numbers and times, in the language of the person.
import { english } from './texts-en.js'
import { chinese } from './texts-zh.js'

const LANGUAGES = { en: english, 'zh-CN': chinese }
const KEY = 'mychat-console-language'

let language = localStorage.getItem(KEY) ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en')
if (!LANGUAGES[language]) language = 'en'

/** A word that only a newer gateway knows is shown as it is. */
export function text(key, values = {}) {
  const found = LANGUAGES[language][key] ?? String(key)
  return typeof found === 'function' ? found(values) : found
}

export const currentLanguage = () => language

/** Writes the texts of all marked elements. */
export function translate() {
  document.documentElement.lang = language
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = text(element.dataset.text)
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', text(element.dataset.label))
}

export function toggleLanguage() {
  language = language === 'en' ? 'zh-CN' : 'en'
  localStorage.setItem(KEY, language)
}

/** With as many digits as are worth reading. */
export function number(value) {
  if (typeof value !== 'number') return '–'
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)
}

/** A moment in the time of this machine; of today without the day. */
export function dateTime(rfc3339, precise = false) {
  const moment = new Date(rfc3339)
  const today = moment.toDateString() === new Date().toDateString()
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', ...(precise && { fractionalSecondDigits: 3 }) }
  const day = { year: 'numeric', month: '2-digit', day: '2-digit' }
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, today ? clock : { ...day, ...clock }).format(moment)
}

export function duration(seconds) {
  const [days, hours, minutes] = [seconds / 86400, (seconds / 3600) % 24, (seconds / 60) % 60].map(Math.floor)
  const unit = (value, name) => new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(value)
  if (days) return `${unit(days, 'day')} ${unit(hours, 'hour')}`
  return hours ? `${unit(hours, 'hour')} ${unit(minutes, 'minute')}` : minutes ? unit(minutes, 'minute') : unit(seconds, 'second')
}

/** @param at in milliseconds */
export function ago(at) {
  const seconds = Math.round((at - Date.now()) / 1000)
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  return seconds > -90 ? format.format(seconds, 'second') : seconds > -5400 ? format.format(Math.round(seconds / 60), 'minute') : format.format(Math.round(seconds / 3600), 'hour')
}
