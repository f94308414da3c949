-- Notes how far a device has read its user's inbox.
--
-- KEYS: the inbox's bounds. ARGV: 3 max devices, 4 the device's field, 5 up to which number, 6 of which epoch.

local meta = KEYS[1]
local max_devices, device = tonumber(ARGV[3]), ARGV[4]

local bounds = on(meta, 'HMGET', 'seq', 'epoch', device)
local newest = counted(bounds[1])
if not newest or bounds[2] ~= ARGV[6] then
  return 0
end
local seen = math.min(tonumber(ARGV[5]), newest)
local before = bounds[3]
local noted = before and counted(string.match(before, '^(%d+) %d+$')) or 0
-- More than there is, nobody can have read.
if before and noted <= newest and seen <= noted then
  return 0
end
redis.call('HSET', meta, device, int(seen) .. ' ' .. int(now))
-- Whoever has read the inbox has let it live for twice the retention.
if before then
  return 0
end

-- One device more: beyond the bound the one goes that was silent for longest.
local fields = redis.call('HGETALL', meta)
local devices, idlest, idlest_at = 0, nil, math.huge
for i = 1, #fields, 2 do
  if string.sub(fields[i], 1, 4) == 'ack ' then
    devices = devices + 1
    local at = counted(string.match(fields[i + 1], '^%d+ (%d+)$')) or 0
    if at > now + KNOWN_MS then at = 0 end
    if fields[i] ~= device and at < idlest_at then
      idlest, idlest_at = fields[i], at
    end
  end
end
if devices > max_devices and idlest then
  redis.call('HDEL', meta, idlest)
end
return 0
