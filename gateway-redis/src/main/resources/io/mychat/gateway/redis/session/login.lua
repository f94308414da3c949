-- Decides a login (architecture, decision 1).
-- ARGV: 3 field  4 platform  5 device id  6 session id  7 body  8 seats  9 '1': nobody makes room
--       10 most sessions of the user, 0: any  11 time to live (ms)  12 last active (ms)
--       13 names this attempt: a cluster may carry it out twice
-- Returns {'full'}, or {'seated', login_seq, {cause, loser, cause, loser...}, {others}}.
local seats, most = tonumber(ARGV[8]), tonumber(ARGV[10])
local live, changed = load_clean()
local stay, losers, rivals = {}, {}, {}
-- Nobody waits for this attempt any more.
if redis.call('ZSCORE', GONE, 'A:' .. ARGV[13]) then
  if changed then finish(live) end
  return {'full'}
end
for _, entry in ipairs(live) do
  if entry.field == ARGV[3] and entry.attempt == ARGV[13] then
    for _, other in ipairs(live) do
      if other ~= entry then stay[#stay + 1] = other end
    end
    return {'seated', whole(entry.seq), {}, raws(stay)}
  end
end
for _, entry in ipairs(live) do
  if entry.field == ARGV[3] then
    losers[#losers + 1] = {'R', entry}
  elseif entry.platform == ARGV[4] then
    rivals[#rivals + 1] = entry
  end
end

local too_many = #rivals - seats + 1
local kicked = {}
if too_many > 0 and ARGV[9] ~= '1' then
  for i = 1, too_many do
    losers[#losers + 1] = {'K', rivals[i]}
    kicked[rivals[i].field] = true
  end
  too_many = 0
end
for _, entry in ipairs(live) do
  if entry.field ~= ARGV[3] and not kicked[entry.field] then
    stay[#stay + 1] = entry
  end
end
if too_many > 0 or (most > 0 and #stay >= most) then
  if changed then finish(live) end
  return {'full'}
end

local seq = math.max(now_us, highest_seq() + 1, highest_fence() + 1)
for _, entry in ipairs(live) do
  seq = math.max(seq, entry.seq + 1)
end
local told = {}
for _, loser in ipairs(losers) do
  take_out(loser[2].field)
  bury(loser[2], loser[1])
  told[#told + 1] = loser[1]
  told[#told + 1] = loser[2].raw
end
local lapsed = lapsed_at(ARGV[3])
if lapsed then
  bury(lapsed, 'R')
  redis.call('HDEL', LAPSED, ARGV[3])
end
local others = raws(stay)
ARGV[7] = string.sub(ARGV[7], 1, -2) .. ',"attempt":' .. cjson.encode(ARGV[13]) .. '}'
local seated = {field = ARGV[3], id = ARGV[6], seq = seq, platform = ARGV[4], device = ARGV[5]}
write(seated, ARGV[7], tonumber(ARGV[11]), tonumber(ARGV[12]))
stay[#stay + 1] = seated
finish(stay)
return {'seated', whole(seq), told, others}
