import type { Delivered, Gap, LoginReply } from './protocol.js'

/** A point of the user's inbox: everything up to it has been delivered. */
export interface Position {
  /** Changes when the gateway's store has lost data; empty where the gateway is too old to tell. */
  epoch: string
  last_seq: number
}

export interface InboxSettings {
  /** The most messages that wait for the answer to a message of this client's own. */
  held: number
  /** The most ids of this client's own messages that are remembered. */
  own: number
}

export const DEFAULT_INBOX: InboxSettings = { held: 1_000, own: 10_000 }

export interface InboxListener {
  deliver(message: Delivered): void
  lost(gap: Gap): void
  /** Whether a message of this client to this user may have been stored without a reply. */
  isUncertain(message: Delivered): boolean
}

/**
 * Delivers each message once: drops repetitions, and the copies of what this client has sent itself. While the answer to
 * such a message is open, the messages from its copy on wait.
 */
export class Inbox {
  /** Up to here messages have been delivered; a new connection resumes here. */
  position: Position | undefined
  private readonly own = new Set<string>()
  private held: Delivered[] = []
  private readonly settings: InboxSettings
  private readonly listener: InboxListener

  constructor(settings: InboxSettings, listener: InboxListener) {
    this.settings = settings
    this.listener = listener
  }

  /** Takes the reply to a login; an older gateway says nothing of the inbox. */
  opened(resume: LoginReply['resume'], asked: boolean): void {
    this.held = []
    if (!resume?.epoch) {
      // Without an epoch nobody knows whether the numbers begin anew.
      if (!this.position?.epoch) this.position = undefined
      return
    }
    if (!asked) this.position = { epoch: resume.epoch, last_seq: resume.latest_seq }
    else if (resume.gap || this.position?.epoch !== resume.epoch) this.lose(resume)
  }

  /** Continues behind a loss. */
  lose({ epoch, from_seq, latest_seq }: Gap): void {
    this.release()
    this.position = { epoch, last_seq: from_seq - 1 }
    this.listener.lost({ epoch, from_seq, latest_seq })
  }

  /** Takes a message (2003). */
  receive(message: Delivered): void {
    const { epoch, inbox_seq } = message
    if (message.gap || (this.position && this.position.epoch !== epoch)) {
      this.lose({ epoch, from_seq: inbox_seq, latest_seq: inbox_seq })
    }
    if (inbox_seq <= (this.held[this.held.length - 1]?.inbox_seq ?? this.position?.last_seq ?? 0)) return
    if (!this.held.length && !this.listener.isUncertain(message)) this.pass(message)
    else if (this.held.push(message) > this.settings.held) this.release()
  }

  /** This client's own message is stored: its copy is no news. */
  sent(messageId: string): void {
    this.own.add(messageId)
    if (this.own.size > this.settings.own) this.own.delete(this.own.values().next().value as string)
  }

  /** Nothing is open any more: delivers what waited. */
  release(): void {
    const { held } = this
    this.held = []
    held.forEach((message) => this.pass(message))
  }

  private pass(message: Delivered): void {
    this.position = { epoch: message.epoch, last_seq: message.inbox_seq }
    if (!this.own.delete(message.message_id)) this.listener.deliver(message)
  }
}
