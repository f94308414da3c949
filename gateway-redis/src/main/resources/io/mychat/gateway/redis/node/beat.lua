-- A node's sign of life, and its look at the others.
-- KEYS: 1 leases (zset: incarnation, end in ms)  2 info (hash: incarnation, JSON)  3 dead (zset: incarnation, since when)
--       4 unclean (set of dead incarnations)  5 last sign of anybody's life (ms)  6 reasons (hash: incarnation, word)
-- ARGV: 1 incarnation  2 info  3 node id  4 lease (ms)  5 how long the dead are remembered (ms)  6 'join' or 'beat'
--       7 how long after they were cleared away (ms)  8 how many of them at most  9 the last sign of life that this node
--       has seen written (KEYS 5), or 0
-- Returns {word, {incarnation, info, ...} of the living, {dead}, '1' when Redis has less than it had: a sign of life that was
-- written is not there, the sign of life that is written now}. word: ok, joined, lost (Redis did not know us any
-- more), lapsed, superseded (another one with our node id joined).
local LEASES, INFO, DEAD, UNCLEAN, LAST, REASONS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local me, lease = ARGV[1], tonumber(ARGV[4])
local DAY_MS = 86400000
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

local function whole(number)
  return string.format('%.0f', number)
end

local function bury(incarnation, reason)
  redis.call('ZREM', LEASES, incarnation)
  redis.call('HDEL', INFO, incarnation)
  redis.call('ZADD', DEAD, whole(now), incarnation)
  redis.call('SADD', UNCLEAN, incarnation)
  redis.call('HSET', REASONS, incarnation, reason)
end

-- Time in which nobody gave a sign of life was an outage of Redis, and nobody dies of that.
local stored = tonumber(redis.call('GET', LAST) or nil)
local is_less = tonumber(ARGV[9]) > (stored or 0)
local last = stored or now
-- A time that is hours away is rubbish.
if last > now + DAY_MS then last = now end
local silence = now - last
-- The key does not live for longer than a day.
if silence > lease / 2 and silence <= DAY_MS then
  local all = redis.call('ZRANGE', LEASES, 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do
    redis.call('ZADD', LEASES, whole(tonumber(all[i + 1]) + silence), all[i])
  end
end
-- It never goes back by the clock of another server, only by a loss.
local written = math.max(now, last)
redis.call('SET', LAST, whole(written), 'PX', DAY_MS)

-- Ends of leases and times of death that are hours away are rubbish, and so is the information of who has no lease.
local too_late = '(' .. whole(now + DAY_MS)
redis.call('ZREMRANGEBYSCORE', LEASES, too_late, '+inf')
for _, incarnation in ipairs(redis.call('ZRANGEBYSCORE', DEAD, too_late, '+inf')) do
  redis.call('ZADD', DEAD, whole(now), incarnation)
end
for _, incarnation in ipairs(redis.call('HKEYS', INFO)) do
  if not redis.call('ZSCORE', LEASES, incarnation) then redis.call('HDEL', INFO, incarnation) end
end

-- Whether another one lives under our node id; with 'true' it is ended.
local function find_namesake(ends)
  local found = false
  local all = redis.call('HGETALL', INFO)
  for i = 1, #all, 2 do
    local ok, info = pcall(cjson.decode, all[i + 1])
    if all[i] ~= me and ok and type(info) == 'table' and info.node_id == ARGV[3] then
      found = true
      if ends then bury(all[i], 'superseded') end
    end
  end
  return found
end

local function forget(incarnation)
  redis.call('ZREM', DEAD, incarnation)
  redis.call('SREM', UNCLEAN, incarnation)
  redis.call('HDEL', REASONS, incarnation)
end

local word
local ends = tonumber(redis.call('ZSCORE', LEASES, me) or nil)
if ARGV[6] == 'join' then
  find_namesake(true)
  word = 'joined'
elseif redis.call('ZSCORE', DEAD, me) then
  word = redis.call('HGET', REASONS, me) or 'lapsed'
elseif not ends then
  -- Either Redis has lost us, or we were dead for so long that it is forgotten.
  word = find_namesake(false) and 'superseded' or 'lost'
elseif ends < now then
  bury(me, 'lapsed')
  word = 'lapsed'
else
  word = 'ok'
end
if word ~= 'lapsed' and word ~= 'superseded' then
  redis.call('ZADD', LEASES, whole(now + lease), me)
  redis.call('HSET', INFO, me, ARGV[2])
end

for _, incarnation in ipairs(redis.call('ZRANGEBYSCORE', LEASES, '-inf', '(' .. whole(now))) do
  bury(incarnation, 'lapsed')
end
for _, incarnation in ipairs(redis.call('ZRANGEBYSCORE', DEAD, '-inf', whole(now - tonumber(ARGV[5])))) do
  forget(incarnation)
end
for _, incarnation in ipairs(redis.call('ZRANGEBYSCORE', DEAD, '-inf', whole(now - tonumber(ARGV[7])))) do
  if redis.call('SISMEMBER', UNCLEAN, incarnation) == 0 then forget(incarnation) end
end
-- Every script on sessions is told all of them: the list has to stay short.
for _, incarnation in ipairs(redis.call('ZRANGE', DEAD, 0, -tonumber(ARGV[8]) - 1)) do
  forget(incarnation)
end
return {word, redis.call('HGETALL', INFO), redis.call('ZRANGE', DEAD, 0, -1), is_less and '1' or '0', whole(written)}
