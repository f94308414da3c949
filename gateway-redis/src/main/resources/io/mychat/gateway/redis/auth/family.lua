-- What the scripts of refresh tokens share. All keys lie in the slot of one family.
-- KEYS: 1 token:family  2 token:dead  3 token:family_revoked  4 token:successors
-- ARGV: 1 '', or the time that a test has (ms)  2 how long an access token that is issued now may be shown (ms)
--       3... the script's own
local FAMILY, DEAD, REVOKED, SUCCESSORS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local now = tonumber(ARGV[1])
if not now then
  local clock = redis.call('TIME')
  now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
end
local MOST_DEAD = 64
local GRACE_MS = 10000

local function is_clean(key, kind)
  local found = redis.call('TYPE', key).ok
  return found == 'none' or found == kind
end

-- A time of ours, in ms: whole, and not thousands of years away. Else nil.
local function number(text)
  if not text or #text > 15 or not string.match(text, '^%d+$') then return nil end
  return tonumber(text)
end

local function load()
  if not is_clean(FAMILY, 'hash') then redis.call('DEL', FAMILY) end
  if not is_clean(DEAD, 'zset') then redis.call('DEL', DEAD) end
  if not is_clean(SUCCESSORS, 'hash') then redis.call('DEL', SUCCESSORS) end
  local all = redis.call('HGETALL', FAMILY)
  local family = {}
  for i = 1, #all, 2 do family[all[i]] = all[i + 1] end
  if not family.grant or not family.living or not family.expires_at then return nil end
  family.expires = number(family.expires)
  family.used_at = number(family.used_at) or 0
  -- A record of a release that did not write it is kept for longer than its access tokens.
  family.access_until = number(family.access_until) or now + redis.call('PTTL', FAMILY)
  if not family.expires then return nil end
  -- A record of a release that did not write it begins now.
  family.begun = math.min(number(family.begun) or now, now)
  -- Clocks go back by seconds; what says that it was used later is rubbish.
  if family.used_at > now + GRACE_MS then family.used_at = 0 end
  return family
end

-- Other gateways, and this one before it was configured anew, may have issued tokens that live longer than its own do now:
-- a revocation outlives the longest of the family, and is never shortened.
local function remember_revocation(family)
  local left = math.max(tonumber(ARGV[2]), redis.call('PTTL', REVOKED))
  if family then left = math.max(left, family.access_until - now) end
  redis.call('SET', REVOKED, '1', 'PX', string.format('%.0f', left))
end

-- Returns what follows the word in the answer: {grant, end, hashes of its tokens...}, or {} when it is not known.
local function revoke(family)
  local answer = {}
  if family then
    answer = redis.call('ZRANGE', DEAD, 0, -1)
    table.insert(answer, 1, family.living)
    table.insert(answer, 1, family.expires_at)
    table.insert(answer, 1, family.grant)
  end
  redis.call('DEL', FAMILY, DEAD, SUCCESSORS)
  remember_revocation(family)
  return answer
end

-- The end of a token of this family, living or dead, in ms; nil when it is unknown.
local function end_of(family, hash)
  return family.living == hash and family.expires or tonumber(redis.call('ZSCORE', DEAD, hash) or nil)
end

-- Kept as long as a refresh or an access token of it may live.
-- before: until when an access token could be shown that was issued before
local function keep(expires, before)
  local access_until = math.max(before, now + tonumber(ARGV[2]))
  redis.call('HSET', FAMILY, 'access_until', string.format('%.0f', access_until))
  local left = string.format('%.0f', math.max(expires, access_until) - now)
  redis.call('PEXPIRE', FAMILY, left)
  redis.call('PEXPIRE', DEAD, left)
end
