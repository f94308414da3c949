// A certified OpenID Connect provider, with a browser for its users and an attacker who knows its keys' public halves.
// node provider.mjs PORT CONTROL_PORT KEYS_FILE LOGOUT_URL
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';

const [port, controlPort, keysFile, logoutUrl] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const redirectUri = 'http://127.0.0.1:1/signed-in';
const gateway = 'urn:mychat:gateway';

// The first key signs; keys survive a restart of the provider.
let keys = fs.existsSync(keysFile) ? JSON.parse(fs.readFileSync(keysFile, 'utf8')) : [await newKey()];
const lifetimes = new Map();
let handler;

async function newKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'RS256', use: 'sig' };
}

function provide() {
  fs.writeFileSync(keysFile, JSON.stringify(keys));
  const provider = new Provider(issuer, {
    jwks: { keys },
    clients: [{
      client_id: 'chat-app',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [redirectUri],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      backchannel_logout_uri: `http://127.0.0.1:${controlPort}/backchannel-logout`,
    }],
    findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: (ctx, token) => ({
      preferred_username: token.accountId,
      roles: token.accountId.startsWith('root') ? ['chat-admins'] : ['employees'],
    }),
    ttl: { AccessToken: (ctx, token) => lifetimes.get(token.accountId) ?? 600 },
    features: {
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, resource, client) => ({
          scope: 'chat', audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    cookies: { keys: ['cookies of a test'] },
  });
  handler = provider.callback();
}

provide();
http.createServer((request, response) => handler(request, response)).listen(Number(port), '127.0.0.1');

/** One person's browser: keeps cookies, fills in forms, and stops at the redirect to the application. */
class Browser {
  cookies = new Map();

  async go(url, form) {
    for (let step = 0; step < 20; step++) {
      if (url.startsWith(redirectUri)) {
        return new URL(url).searchParams;
      }
      const response = await fetch(url, {
        method: form ? 'POST' : 'GET',
        body: form && new URLSearchParams(form),
        redirect: 'manual',
        headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
        value ? this.cookies.set(name, value) : this.cookies.delete(name);
      }
      const text = await response.text();
      if (response.headers.has('location')) {
        url = new URL(response.headers.get('location'), url).href;
        form = undefined;
        continue;
      }
      const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1];
      if (!action) {
        throw new Error(`${response.status} at ${url}: ${text.slice(0, 500)}`);
      }
      url = new URL(action.replaceAll('&amp;', '&'), url).href;
      form = Object.fromEntries([...text.matchAll(/<input[^>]*type="hidden"[^>]*>/g)]
        .map(([input]) => [/name="([^"]*)"/.exec(input)[1], /value="([^"]*)"/.exec(input)?.[1] ?? '']));
      form = { ...form, login: this.user, password: 'any', logout: 'yes' };
    }
    throw new Error('the provider redirects for ever');
  }
}

const browsers = new Map();

/** The authorization code flow with PKCE (RFC 7636) and a resource (RFC 8707). */
async function signIn(user, resource) {
  const browser = new Browser();
  browser.user = user;
  const verifier = crypto.randomBytes(32).toString('base64url');
  const answer = await browser.go(`${issuer}/auth?${new URLSearchParams({
    client_id: 'chat-app', response_type: 'code', redirect_uri: redirectUri, scope: 'openid chat', resource,
    code_challenge: crypto.createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
  })}`);
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code', client_id: 'chat-app', code: answer.get('code'), code_verifier: verifier,
      redirect_uri: redirectUri, resource,
    }),
  });
  const tokens = await response.json();
  if (!tokens.access_token) {
    throw new Error(JSON.stringify({ ...Object.fromEntries(answer), ...tokens }));
  }
  browsers.set(user, { browser, idToken: tokens.id_token });
  return tokens;
}

/** Passes the provider's call on to the gateway, and notes when the provider made it. */
let loggedOutAt;

async function passOn(request) {
  loggedOutAt = Date.now();
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const answer = await fetch(logoutUrl, {
    method: 'POST', body: Buffer.concat(chunks), headers: { 'content-type': request.headers['content-type'] },
  });
  console.log(`the gateway answers ${answer.status} to a logout`);
  return answer.status;
}

/** The time of the provider's call, in milliseconds since the epoch. */
async function signOut(user) {
  const { browser, idToken } = browsers.get(user);
  await browser.go(`${issuer}/session/end?${new URLSearchParams({
    id_token_hint: idToken, post_logout_redirect_uri: redirectUri, client_id: 'chat-app',
  })}`);
  return loggedOutAt;
}

/** Tokens that no gateway may take, made of a good one. */
async function forged() {
  const tokens = await signIn('mallory', gateway);
  const [head, body, signature] = tokens.access_token.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url'));
  const claims = JSON.parse(Buffer.from(body, 'base64url'));
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const own = await newKey();
  const publicHalf = ({ kty, n, e, kid, alg, use }) => ({ kty, n, e, kid, alg, use });
  const ownKey = await importJWK(own, 'RS256');
  const providersKey = await importJWK(keys[0], 'RS256');
  const sign = (key, head, more) => new SignJWT({ ...claims, ...more }).setProtectedHeader(head).sign(key);
  const pem = crypto.createPublicKey({ key: publicHalf(keys[0]), format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const input = `${encode({ ...header, alg: 'HS256' })}.${body}`;
  return {
    'alg none': `${encode({ ...header, alg: 'none' })}.${body}.`,
    'alg None': `${encode({ ...header, alg: 'None' })}.${body}.`,
    'no signature': `${head}.${body}.`,
    'the public key as a secret': `${input}.${crypto.createHmac('sha256', pem).update(input).digest('base64url')}`,
    'changed claims': `${head}.${encode({ ...claims, sub: 'root' })}.${signature}`,
    'a key of its own with the kid of the provider': await sign(ownKey, header),
    'a kid of nobody': await sign(ownKey, { ...header, kid: own.kid }),
    'a kid that is a path': await sign(ownKey, { ...header, kid: '../../../../etc/passwd' }),
    'a kid of 4 KB': await sign(ownKey, { ...header, kid: 'k'.repeat(4096) }),
    'no kid': await sign(ownKey, { alg: 'RS256', typ: 'at+jwt' }),
    'a key in the token': await sign(ownKey, { ...header, kid: own.kid, jwk: publicHalf(own) }),
    'a URL of keys in the token': await sign(ownKey, { ...header, kid: own.kid, jku: `http://127.0.0.1:${controlPort}/jwks` }),
    'another audience': await sign(providersKey, header, { aud: 'urn:another:service' }),
    'another issuer': await sign(providersKey, header, { iss: 'http://127.0.0.1:1' }),
    'the issuer with a slash': await sign(providersKey, header, { iss: `${issuer}/` }),
    'another type': await sign(providersKey, { ...header, typ: 'JWT' }),
    'no type': await sign(providersKey, { alg: 'RS256', kid: header.kid }),
    'critical and unknown': await new SignJWT(claims).setProtectedHeader({ ...header, crit: ['x-of-mine'], 'x-of-mine': 1 })
      .sign(providersKey, { crit: { 'x-of-mine': true } }),
    'expired': await sign(providersKey, header, { iat: claims.iat - 900, exp: claims.iat - 1 }),
    'from the future': await sign(providersKey, header, { nbf: claims.iat + 3600, iat: claims.iat + 3600, exp: claims.iat + 7200 }),
    'an ID token': tokens.id_token,
    'a token for another service': (await signIn('mallory', 'urn:another:service')).access_token,
  };
}

http.createServer(async (request, response) => {
  try {
    const url = new URL(request.url, 'http://control');
    const user = url.searchParams.get('user');
    const actions = {
      '/token': async () => {
        lifetimes.set(user, Number(url.searchParams.get('seconds') ?? 600));
        return (await signIn(user, gateway)).access_token;
      },
      '/logout': () => signOut(user),
      '/backchannel-logout': async () => { response.statusCode = await passOn(request); },
      '/rotate': async () => { keys = [await newKey(), ...keys]; provide(); },
      '/retire': () => { keys = keys.slice(0, 1); provide(); },
      '/forged': async () => Object.entries(await forged()).map(([name, token]) => `${name}\t${token}`).join('\n'),
      '/jwks': () => { console.log('FETCHED A URL OF A TOKEN'); return '{"keys":[]}'; },
    };
    response.end(String((await actions[url.pathname]()) ?? ''));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end(String(error));
  }
}).listen(Number(controlPort), '127.0.0.1', () => console.log('provider is ready'));
