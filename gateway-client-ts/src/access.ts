import { GatewayError } from './errors.js'
import type { SessionKeeper } from './session.js'
import type { Tokens, TokenSource } from './tokens.js'

/** The tokens of one client. Several callers share one renewal, since a refresh token is used once. */
export class Access {
  private renewal: Promise<Tokens> | undefined
  private readonly keeper: SessionKeeper
  private readonly source: TokenSource | undefined
  private readonly now: () => number

  constructor(keeper: SessionKeeper, source: TokenSource | undefined, now: () => number) {
    this.keeper = keeper
    this.source = source
    this.now = now
  }

  get canRenew(): boolean {
    return this.source !== undefined
  }

  /** Whether there is a token that is not known to have ended. */
  get isUsable(): boolean {
    const { tokens } = this.keeper.current
    return tokens !== undefined && (tokens.expires_at ?? Infinity) > this.now()
  }

  /** Puts tokens of elsewhere in place of those of the session; a renewal under way is for the earlier ones. */
  replace(tokens: Tokens | undefined): void {
    const { tokens: _, ...rest } = this.keeper.current
    this.keeper.current = tokens ? { ...rest, tokens } : rest
    this.renewal = undefined
  }

  /** The life of the token, in seconds, as a login tells it. */
  lasts(expiresIn: number): void {
    const { tokens } = this.keeper.current
    if (tokens) tokens.expires_at = this.now() + expiresIn * 1000
  }

  renew(): Promise<Tokens> {
    const { keeper, source } = this
    const session = keeper.current
    if (!source) return Promise.reject(new GatewayError(401, 'no_refresh_token', 'Log in again.'))
    if (this.renewal) return this.renewal
    const renewal = this.ask(source, session.tokens)
      .then((tokens) => {
        session.tokens = tokens
        if (session === keeper.current) keeper.save()
        return tokens
      })
      .finally(() => {
        if (this.renewal === renewal) this.renewal = undefined
      })
    this.renewal = renewal
    return renewal
  }

  private async ask(source: TokenSource, previous: Tokens | undefined): Promise<Tokens> {
    try {
      return await source(previous)
    } catch (error) {
      throw error instanceof GatewayError ? error : new GatewayError(0, 'connection_lost', String(error))
    }
  }
}
