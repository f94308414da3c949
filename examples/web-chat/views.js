// Draws what the page shows. Text of people and of the server becomes text, never markup.
import { text, time } from './texts.js'

export const byId = (id) => document.getElementById(id)

export function create(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

/** What a stranger may have written: with its own direction, and without a say about the direction of what is beside it. */
const apart = (content) => create('bdi', {}, content)

const MARK = /\uE000(\d+)\uE000/

/** A sentence whose values, except numbers, stand apart. */
export function phrase(key, values) {
  const names = []
  const marked = Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value : `\uE000${names.push(value) - 1}\uE000`])
  return text(key, Object.fromEntries(marked)).split(MARK).map((part, index) => (index % 2 ? apart(names[part]) : part))
}

export function showPeople(chats, open) {
  byId('people').replaceChildren(
    ...chats.partners.map((partner) => {
      const count = chats.unread(partner)
      const badge = count ? [create('span', { className: 'badge', ariaLabel: text('unread', { count }) }, String(count))] : []
      if (badge[0]) badge[0].setAttribute('role', 'img')
      const button = create('button', { type: 'button' }, create('span', { className: 'name' }, apart(partner)), ...badge)
      if (partner === chats.current) button.setAttribute('aria-current', 'true')
      button.addEventListener('click', () => open(partner))
      return create('li', {}, button)
    })
  )
}

/** Keeps the elements of messages that are shown already: a screen reader reads only what is new. */
export function showMessages(chats, me) {
  const list = byId('messages')
  const messages = chats.messages(chats.current)
  if (list.dataset.partner !== chats.current) {
    list.replaceChildren()
    list.dataset.partner = chats.current
  }
  const shown = new Map([...list.children].map((element) => [element.dataset.key, element]))
  messages.forEach((message, index) => {
    const key = message.local ?? message.id
    const element = shown.get(key) ?? create('li', {}, create('span', { className: 'content', dir: 'auto' }, message.content), create('span', { className: 'meta' }))
    element.dataset.key = key
    element.dataset.state = message.state
    element.className = [message.from === me ? 'mine' : '', message.state].join(' ').trim()
    const state = message.state === 'failed' ? text('failed', message) : message.state === 'sending' ? text('sending') : ''
    const from = message.from === me ? text('you') : message.from
    const more = [time(message.timestamp), state].filter(Boolean).map((part) => ` · ${part}`).join('')
    if (element.lastChild.textContent !== from + more) element.lastChild.replaceChildren(apart(from), more)
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null)
  })
  byId('partner').replaceChildren(apart(chats.current))
  byId('earlier').hidden = !chats.hasEarlier(chats.current)
  byId('empty').hidden = messages.length > 0
}

export function scrollDown() {
  const scroll = byId('scroll')
  scroll.scrollTop = scroll.scrollHeight
}

export function showStatus(state) {
  const status = byId('status')
  status.dataset.status = state.status
  status.replaceChildren(...phrase(state.status, { user: state.user?.user_id ?? '', seconds: Math.ceil((state.retry_in_ms ?? 0) / 1000) }))
}

const MOST_LINES = 200

/** @param line a text, or what {@link phrase} makes */
export function log(line) {
  const list = byId('log')
  const now = new Date().toISOString()
  list.prepend(create('li', {}, create('time', { dateTime: now }, time(now, true)), ...[line].flat()))
  while (list.children.length > MOST_LINES) list.lastChild.remove()
}

export function notice(line, action) {
  const element = create('p', {}, ...[line].flat())
  if (action) {
    const button = create('button', { type: 'button' }, action.label)
    button.addEventListener('click', () => {
      element.remove()
      action.run()
    })
    element.append(button)
  }
  byId('notices').append(element)
  setTimeout(() => element.remove(), 12_000)
}

export function showDevices(devices, drop) {
  byId('devices').replaceChildren(
    ...devices.map((device) => {
      const name = `${device.platform} ${device.device_id}`
      const what = create('span', { className: 'what' }, device.platform, create('small', {}, device.device_id), create('small', {}, text('since', { ip: device.ip, time: time(device.login_at) })))
      if (device.current) return create('li', {}, what, create('strong', {}, text('thisDevice')))
      const button = create('button', { type: 'button', ariaLabel: text('dropLabel', { name }) }, text('drop'))
      button.addEventListener('click', () => drop(device))
      return create('li', {}, what, button)
    })
  )
}
