// The conversations of this window. A message is known by its id, whichever way it came.
import { chatIdOf } from './gateway-client.js'

const PAGE = 30

export class Chats extends EventTarget {
  #client
  #me
  #chats = new Map()
  /** The partner whose chat is shown; undefined: none. */
  current

  constructor(client, me, partners) {
    super()
    this.#client = client
    this.#me = me
    for (const partner of partners) if (partner !== me) this.#chat(partner)
    client.on('message', (message) => this.#delivered(message))
    client.on('sent', ({ message, sent }) => this.#settled(message.client_msg_id, { id: sent.message_id, seq: sent.chat_seq, state: 'sent' }))
    client.on('send_failed', ({ message, error }) => this.#settled(message.client_msg_id, { state: 'failed', reason: error.error }))
    for (const { to_user, content, client_msg_id } of client.unsent) this.#add(to_user, this.#own(client_msg_id, content))
  }

  get partners() {
    return [...this.#chats.keys()]
  }

  unread(partner) {
    return this.#chat(partner).unread
  }

  messages(partner) {
    return this.#chat(partner).messages
  }

  hasEarlier(partner) {
    return this.#chat(partner).earlier
  }

  #chat(partner) {
    let chat = this.#chats.get(partner)
    if (!chat) this.#chats.set(partner, (chat = { messages: [], unread: 0, loaded: false, earlier: false }))
    return chat
  }

  #own(id, content) {
    return { id, local: id, from: this.#me, content, timestamp: new Date().toISOString(), seq: Infinity, state: 'sending' }
  }

  #changed(partner, added = false) {
    this.dispatchEvent(new CustomEvent('change', { detail: { partner, added } }))
  }

  #add(partner, ...entries) {
    const chat = this.#chat(partner)
    const known = new Set(chat.messages.map(({ id }) => id))
    chat.messages.push(...entries.filter(({ id }) => !known.has(id)))
    chat.messages.sort((a, b) => (a.seq === b.seq ? 0 : a.seq - b.seq))
  }

  #delivered(message) {
    const mine = message.from_user === this.#me
    const partner = mine ? message.to_user : message.from_user
    this.#add(partner, entry(message))
    if (!mine && (partner !== this.current || document.hidden)) this.#chat(partner).unread++
    this.#changed(partner, true)
  }

  #settled(local, outcome) {
    for (const [partner, { messages }] of this.#chats) {
      const found = messages.find((one) => one.local === local)
      if (!found) continue
      Object.assign(found, outcome)
      messages.sort((a, b) => (a.seq === b.seq ? 0 : a.seq - b.seq))
      this.#changed(partner)
    }
  }

  async open(partner) {
    const chat = this.#chat(partner)
    this.current = partner
    chat.unread = 0
    this.#changed(partner, true)
    if (!chat.loaded) await this.#read(partner)
  }

  /** The page is looked at again. */
  seen() {
    if (this.current === undefined || document.hidden) return
    this.#chat(this.current).unread = 0
    this.#changed(this.current)
  }

  close() {
    this.current = undefined
  }

  earlier(partner) {
    return this.#read(partner, this.messages(partner).find(({ seq }) => seq !== Infinity)?.id)
  }

  /** After a gap: what is shown is read again. */
  async reread() {
    for (const chat of this.#chats.values()) chat.loaded = false
    if (this.current !== undefined) await this.#read(this.current)
  }

  async #read(partner, before) {
    const chat = this.#chat(partner)
    const { messages, has_more } = await this.#client.history(chatIdOf(this.#me, partner), { limit: PAGE, ...(before && { before }) })
    chat.loaded = true
    chat.earlier = has_more
    this.#add(partner, ...messages.map(entry))
    this.#changed(partner, before === undefined)
  }

  send(content) {
    const partner = this.current
    const id = crypto.randomUUID()
    this.#add(partner, this.#own(id, content))
    this.#changed(partner, true)
    // The events tell the outcome; only a full outbox and a message that is too large have none.
    this.#client.send(partner, content, id).catch((error) => this.#settled(id, { state: 'failed', reason: error.error }))
  }
}

function entry({ message_id, chat_seq, from_user, content, timestamp }) {
  return { id: message_id, seq: chat_seq, from: from_user, content, timestamp, state: 'sent' }
}
