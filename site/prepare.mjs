// Copies the Markdown files of the repository into pages/, where VitePress builds them. A link to another file of the
// repository leads to a copy of it, and a link to a folder to a list of its files.
import fs from 'node:fs'
import path from 'node:path'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.dirname(here)
const pages = path.join(here, 'pages')
const CHINESE = '.zh-CN.md'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((name) => name && fs.existsSync(path.join(root, name)))
const files = new Set(tracked)
const folders = new Set()
for (const name of tracked) {
  for (let folder = path.posix.dirname(name); folder !== '.'; folder = path.posix.dirname(folder)) folders.add(folder)
}
const sources = tracked.filter((name) => name.endsWith('.md') && !name.startsWith('site/') && !name.startsWith('.'))

/** Where a Markdown file of the repository is on the site, without an ending; a README is the page of its folder. */
function place(name) {
  const chinese = name.endsWith(CHINESE)
  const stem = name.slice(0, -(chinese ? CHINESE : '.md').length)
  return (chinese ? 'zh/' : '') + stem.replace(/(^|\/)README$/, '$1index')
}

function write(name, text) {
  const target = path.join(pages, name)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.writeFileSync(target, text)
}

const copied = new Set()
const listed = new Set()

function copy(name) {
  if (copied.has(name)) return
  copied.add(name)
  // A browser shows text only with an ending that the server knows.
  const target = path.join(pages, 'public/files', shown(name))
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.copyFileSync(path.join(root, name), target)
}

function shown(name) {
  return /\.(json|html|css|js|mjs|png|py|sh|txt|xml)$/.test(name) ? name : name + '.txt'
}

function list(folder) {
  if (listed.has(folder)) return
  listed.add(folder)
  const inside = tracked.filter((name) => name.startsWith(folder + '/')).sort()
  inside.filter((name) => !name.endsWith('.md')).forEach(copy)
  const lines = inside.map((name) => {
    const link = name.endsWith('.md') ? '/' + place(name) : '/files/' + shown(name)
    return name.endsWith('.md') ? `- [${name.slice(folder.length + 1)}](${link})` : `- <a href="${link}" target="_blank">${name.slice(folder.length + 1)}</a>`
  })
  write(`folders/${folder}.md`, `# ${folder}\n\n${lines.join('\n')}\n`)
}

/** A link of the page `from`, as it is on the site. */
function resolved(link, from) {
  if (/^[a-z]+:/.test(link) || link.startsWith('#')) return link
  const [target, anchor] = link.split('#')
  const name = path.posix.normalize(path.posix.join(path.posix.dirname(from), target)).replace(/\/$/, '')
  const end = anchor ? '#' + anchor : ''
  if (sources.includes(name)) return '/' + place(name).replace(/(^|\/)index$/, '$1') + end
  if (sources.includes(name + '/README.md')) return '/' + name + '/' + end
  if (files.has(name)) {
    copy(name)
    return '/files/' + shown(name)
  }
  if (folders.has(name)) {
    list(name)
    return '/folders/' + name
  }
  throw new Error(`${from}: ${link} leads nowhere`)
}

fs.rmSync(pages, { recursive: true, force: true })
for (const name of sources) {
  let code = false
  const text = fs
    .readFileSync(path.join(root, name), 'utf8')
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) code = !code
      if (code) return line
      // Links outside of `code`.
      return line.replace(/(`[^`]*`)|\]\(([^)\s]+)\)/g, (all, verbatim, link) => {
        if (verbatim) return all
        const to = resolved(link, name)
        return `](${to})` + (to.startsWith('/files/') ? '{target="_blank"}' : '')
      })
    })
    .join('\n')
  write(place(name) + '.md', text)
}
list('docs/adr')
console.log(`${sources.length} pages, ${copied.size} files, ${listed.size} folders`)
