// Light, dark, or as the system is. The web chat and the console have the same file, and the pages of one address the same choice.
const KEY = 'mychat-theme'
const THEMES = ['auto', 'light', 'dark']

let theme = localStorage.getItem(KEY) ?? 'auto'

function apply() {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

apply()

export function themeKey() {
  return { auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' }[theme]
}

export function nextTheme() {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]
  localStorage.setItem(KEY, theme)
  apply()
  window.dispatchEvent(new Event('theme'))
}
