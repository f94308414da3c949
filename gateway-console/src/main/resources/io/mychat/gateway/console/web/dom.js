// Draws elements. Everything that the gateway says becomes text, never markup: names of users are written by users.
import { text } from './texts.js'

export const byId = (id) => document.getElementById(id)

/** An element; properties whose names have a hyphen, and `role`, are attributes. */
export function create(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue
    if (name.includes('-') || name === 'role') element.setAttribute(name, value)
    else element[name] = value
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false && child !== ''))
  return element
}

/** What a stranger may have written: with its own direction, and without a say about the direction of what is beside it. */
export const apart = (content) => create('bdi', {}, content)

/** The parts of a name, each for itself. */
export const joined = (parts) => parts.flatMap((part, index) => (index ? [' · ', apart(part)] : [apart(part)]))

const MARK = /\uE000(\d+)\uE000/

/** A sentence whose values, except numbers, stand apart. A value is a text or a list of elements. */
export function phrase(key, values) {
  const names = []
  const marked = Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value : `\uE000${names.push(value) - 1}\uE000`])
  return text(key, Object.fromEntries(marked)).split(MARK).map((part, index) => (index % 2 ? apart(names[part]) : part))
}

export function button(label, run, properties = {}) {
  const element = create('button', { type: 'button', ...properties }, label)
  element.addEventListener('click', run)
  return element
}

export const badge = (label, kind = '') => create('span', { className: `badge ${kind}` }, label)

export const code = (content, title) => create('code', { title }, String(content))

/**
 * A table that can be scrolled on a narrow screen.
 *
 * @param caption what it is, for screen readers
 * @param columns {label, cell(row): content, className?}
 */
export function table(caption, columns, rows) {
  const head = create('tr', {}, columns.map(({ label, className }) => create('th', { scope: 'col', className: className ?? '' }, label)))
  const body = rows.map((row) =>
    create('tr', {}, columns.map(({ label, cell, className }) => create('td', { className: className ?? '', 'data-column': label }, create('div', {}, [cell(row)].flat()))))
  )
  return create(
    'div',
    { className: 'scroll' },
    create('table', {}, create('caption', { className: 'visually-hidden' }, caption), create('thead', {}, head), create('tbody', {}, body))
  )
}

/** Says something at the edge of the page, for a while. */
export function notice(message, kind = '') {
  const element = create('p', { className: kind }, message)
  byId('notices').append(element)
  setTimeout(() => element.remove(), kind === 'bad' ? 15_000 : 8_000)
}

/** What went wrong, and what to do. */
export function explain(error) {
  const { status, error: reason, detail } = error
  const said = [detail, reason && `(${reason})`].filter(Boolean).join(' ')
  if (status === 0) return text('errorNoAnswer')
  if (status === 401) return text('errorLogin')
  if (status === 403 && reason === 'role_required') return text('errorRole')
  if (status === 404 && !['ban_not_found'].includes(reason)) return text('errorNotFound')
  if (status === 429) return text('errorTooMany', { seconds: Math.ceil((error.retryAfter || 1000) / 1000) })
  if (status === 503) return text('errorUnavailable', { said })
  if (status >= 500 || !status) return text('errorGateway', { said: said || error.message })
  return said || text('errorGateway', { said: String(status) })
}

/** A part of a page with a title that says whether it is loading, empty, or failed. */
export class Panel {
  #body = create('div', { className: 'body' })
  #state = create('div', { className: 'state' })
  #loaded = false

  /** @param title a text, or elements; tools: elements beside it */
  constructor(title, { tools = [], className = '' } = {}) {
    const heading = create('h2', {}, title)
    this.element = create('section', { className: `panel ${className}` }, create('header', {}, heading, create('div', { className: 'tools' }, tools)), this.#state, this.#body)
    this.element.setAttribute('aria-label', heading.textContent)
  }

  get isLoaded() {
    return this.#loaded
  }

  /** Shows what `work` resolves to: elements, or nothing for an empty state. What was shown before stays while it fails.
   * `polled`: a retry asks for all that the page shows. */
  async load(work, { empty = text('empty'), polled = false } = {}) {
    this.element.setAttribute('aria-busy', 'true')
    if (!this.#loaded) this.#state.replaceChildren(create('p', { className: 'hint' }, text('loading')))
    try {
      const content = [await work()].flat().filter(Boolean)
      this.#loaded = true
      this.#state.replaceChildren(...(content.length ? [] : [create('p', { className: 'hint' }, empty)]))
      this.#body.replaceChildren(...content)
      this.element.classList.remove('stale')
      return true
    } catch (error) {
      if (!('status' in error)) console.error(error)
      if (error.status !== 401) this.fail(error, polled ? () => window.dispatchEvent(new Event('poll')) : () => this.load(work, { empty }))
      return false
    } finally {
      this.element.removeAttribute('aria-busy')
    }
  }

  fail(error, again) {
    this.element.classList.toggle('stale', this.#loaded)
    const old = this.#state.querySelector('.problem span')
    const said = explain(error)
    // Said once, not again at each poll.
    if (old?.textContent === said) return
    this.#state.replaceChildren(create('div', { className: 'problem', role: 'alert' }, create('span', {}, said), button(text('retry'), again)))
  }
}
