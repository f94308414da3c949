-- Failed logins of the last minute, in slots of five seconds: a hash from slot to count for each key.
-- KEYS: what is counted, all of one slot  ARGV: 1 '', or the time that a test has (ms)  2 '1': count one, unless a bound is used up  3... the limit of each key
-- Returns {how long until all are below their limits (ms); 0: they were when this began,  the slot of now}.
local SLOT_MS, SLOTS, KEPT_MS = 5000, 13, 70000
local MOST_COUNT = 1000000000
local now = tonumber(ARGV[1])
if not now then
  local clock = redis.call('TIME')
  now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
end
local tick = math.floor(now / SLOT_MS)
local most = 0
for i, key in ipairs(KEYS) do
  if redis.call('TYPE', key).ok ~= 'hash' then redis.call('DEL', key) end
  local limit = tonumber(ARGV[i + 2])
  local all, counts, sum = redis.call('HGETALL', key), {}, 0
  for j = 1, #all, 2 do
    local slot, count = tonumber(all[j]), string.match(all[j + 1], '^%d+$') and tonumber(all[j + 1])
    -- More, or later than clocks go back, nobody has counted.
    if slot and count and slot > tick - SLOTS and slot <= tick + SLOTS and count > 0 and count <= MOST_COUNT then
      counts[#counts + 1] = {slot, count}
      sum = sum + count
    else
      redis.call('HDEL', key, all[j])
    end
  end
  table.sort(counts, function(a, b) return a[1] < b[1] end)
  local wait = 0
  for _, count in ipairs(counts) do
    if sum < limit then break end
    sum = sum - count[2]
    wait = (count[1] + SLOTS) * SLOT_MS - now
  end
  most = math.max(most, wait)
end
if ARGV[2] == '1' and most == 0 then
  for _, key in ipairs(KEYS) do
    redis.call('HINCRBY', key, string.format('%.0f', tick), 1)
    redis.call('PEXPIRE', key, KEPT_MS)
  end
end
return {most, tick}
