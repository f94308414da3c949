import type { Position } from './inbox.js'
import type { Outgoing } from './outbox.js'
import type { Tokens } from './tokens.js'

/** What a client keeps from one page or process to the next. It has tokens: store it like a password. */
export interface SavedSession {
  user_id?: string
  /** The name of the last login by password. */
  username?: string
  device_id?: string
  tokens?: Tokens
  /** Where the delivery of messages resumes. */
  position?: Position
  /** Messages that are not stored by the gateway yet. */
  outbox?: Outgoing[]
  /** The ids of the newest messages of this client's own, whose copies are no news after a restart. */
  own?: string[]
}

/** How many of the own messages' ids are saved. */
export const SAVED_OWN = 100

/** Keeps the session. A failure is reported and disturbs nothing. */
export interface SessionStore {
  load(): SavedSession | undefined | Promise<SavedSession | undefined>
  /** @param session absent: the user has logged out */
  save(session: SavedSession | undefined): void | Promise<void>
}

/** The part of `localStorage` and `sessionStorage` that a store uses. */
export interface KeyValueStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Keeps the session in `localStorage`, `sessionStorage` or the like. */
export function storageSessions(storage: KeyValueStorage, key = 'mychat-gateway'): SessionStore {
  return {
    load() {
      const text = storage.getItem(key)
      return text ? (JSON.parse(text) as SavedSession) : undefined
    },
    save(session) {
      if (session) storage.setItem(key, JSON.stringify(session))
      else storage.removeItem(key)
    }
  }
}

/** The session of one client, in memory and in its store. */
export class SessionKeeper {
  current: SavedSession = {}
  private readonly store: SessionStore | undefined
  private readonly report: (error: unknown) => void

  constructor(store: SessionStore | undefined, report: (error: unknown) => void) {
    this.store = store
    this.report = report
  }

  async load(): Promise<void> {
    try {
      this.current = { ...(await this.store?.load()) }
    } catch (error) {
      this.report(error)
    }
  }

  save(): void {
    const { outbox = [], ...rest } = this.current
    const worthKeeping = outbox.length > 0 || Object.keys(rest).length > 0
    try {
      Promise.resolve(this.store?.save(worthKeeping ? { ...this.current } : undefined)).catch(this.report)
    } catch (error) {
      this.report(error)
    }
  }
}
