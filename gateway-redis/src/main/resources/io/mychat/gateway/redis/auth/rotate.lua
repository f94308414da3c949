-- Replaces a refresh token (protocol.md section 2).
-- ARGV: 3 hash  4 successor's hash  5 its end (ms)  6 its end as text  7 successor, sealed  8 how long a family lives (ms)
--       9 the client's address
-- Returns {'gone'}: there is no family; {'unknown'}, {'taken'}, {'rotated', grant, end},
-- {'repeated', grant, end, address of the first use, sealed successors...}, or {'reused', grant, end, hashes of the family's
-- tokens...}. An end is text, or a time in ms where the family ends before its token would.
local MOST_REPETITIONS = 10
local family = load()
if not family then return {'gone'} end
local hash, successor = ARGV[3], ARGV[4]
local ends = family.begun + tonumber(ARGV[8])

local function answer(word, expires, expires_at)
  return {word, family.grant, expires <= ends and expires_at or string.format('%.0f', ends)}
end

-- A cluster may carry a call out twice.
if family.living == successor and family.predecessor == hash then
  return answer('rotated', family.expires, family.expires_at)
end
local expires = end_of(family, hash)
if not expires or math.min(expires, ends) <= now then return {'unknown'} end

-- A link leads from a dead token to its successor, while the dead one may be shown again.
local function link_of(of)
  local text = redis.call('HGET', SUCCESSORS, of)
  if not text then return nil end
  local is_json, link = pcall(cjson.decode, text)
  if not is_json or type(link) ~= 'table' or type(link.sealed) ~= 'string' or type(link.successor) ~= 'string' then
    return nil
  end
  link.used_at, link.repeats = number(link.used_at), number(link.repeats)
  if not link.used_at or not link.repeats or math.abs(now - link.used_at) >= GRACE_MS then return nil end
  return link
end

local function write_link(of, link)
  redis.call('HSET', SUCCESSORS, of, cjson.encode({v = '1', used_at = string.format('%.0f', link.used_at),
      repeats = string.format('%.0f', link.repeats), successor = link.successor, sealed = link.sealed,
      address = link.address}))
end

-- The sealed successors from a dead token's to the living one; nil where a link is missing.
local function way_from(of)
  local way, at = {}, of
  while at ~= family.living do
    local link = link_of(at)
    if not link or #way == MOST_DEAD then return nil end
    way[#way + 1] = link.sealed
    at = link.successor
  end
  return way
end

local repeats, used_at, address = 0, now, ARGV[9]
if family.living ~= hash then
  local link = link_of(hash)
  local way = link and way_from(hash)
  if way and link.repeats < MOST_REPETITIONS then
    link.repeats = link.repeats + 1
    write_link(hash, link)
    keep(family.expires, family.access_until)
    local said = answer('repeated', family.expires, family.expires_at)
    said[4] = type(link.address) == 'string' and link.address or ''
    for _, sealed in ipairs(way) do said[#said + 1] = sealed end
    return said
  end
  -- A gateway of the release before has used the token, or used a later one: then the new successor replaces the living one.
  local is_older = not way and family.predecessor == hash and now - family.used_at < GRACE_MS
  if not is_older or (link and link.repeats >= MOST_REPETITIONS) then
    local revoked = revoke(family)
    table.insert(revoked, 1, 'reused')
    return revoked
  end
  repeats, used_at = link and link.repeats + 1 or 1, family.used_at
  address = link and type(link.address) == 'string' and link.address or address
end
if family.living == successor or redis.call('ZSCORE', DEAD, successor) then return {'taken'} end

redis.call('ZADD', DEAD, string.format('%.0f', family.expires), family.living)
local forgotten = redis.call('ZRANGE', DEAD, 0, -MOST_DEAD - 1)
for _, old in ipairs(forgotten) do redis.call('HDEL', SUCCESSORS, old) end
redis.call('ZREMRANGEBYRANK', DEAD, 0, -MOST_DEAD - 1)
for _, of in ipairs(redis.call('HKEYS', SUCCESSORS)) do
  if not link_of(of) then redis.call('HDEL', SUCCESSORS, of) end
end
write_link(hash, {used_at = used_at, repeats = repeats, successor = successor, sealed = ARGV[7], address = address})
redis.call('PEXPIRE', SUCCESSORS, GRACE_MS)
redis.call('HSET', FAMILY, 'living', successor, 'expires', ARGV[5], 'expires_at', ARGV[6], 'predecessor', hash,
    'used_at', string.format('%.0f', used_at), 'begun', string.format('%.0f', family.begun))
keep(tonumber(ARGV[5]), family.access_until)
return answer('rotated', tonumber(ARGV[5]), ARGV[6])
