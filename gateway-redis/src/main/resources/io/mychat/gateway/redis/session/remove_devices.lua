-- Ends the user's sessions on some devices, also those that a node whose lease has lapsed may bring back, and those that
-- Redis has lost. To be called with nobody dead.
-- ARGV: 3 cause: K or T  4 platform, or '*'  5 device id, or '*'. Returns those that were there.
local live, changed = load_clean()
local removed, stay, is_held = {}, {}, {}
local fence = math.max(now_us, highest_seq(), highest_fence())

local function is_meant(entry)
  return (ARGV[4] == '*' or ARGV[4] == entry.platform) and (ARGV[5] == '*' or ARGV[5] == entry.device)
end

for _, entry in ipairs(live) do
  is_held[entry.field] = true
  fence = math.max(fence, entry.seq)
  if is_meant(entry) then
    take_out(entry.field)
    bury(entry, ARGV[3])
    removed[#removed + 1] = entry
  else
    stay[#stay + 1] = entry
  end
end
for _, field in ipairs(redis.call('HKEYS', LAPSED)) do
  local entry = lapsed_at(field)
  if entry then fence = math.max(fence, entry.seq) end
  if entry and is_meant(entry) then
    redis.call('HDEL', LAPSED, field)
    bury(entry, ARGV[3])
    if not is_held[field] then removed[#removed + 1] = entry end
  end
end
fence_off(ARGV[3], ARGV[4], ARGV[5], fence)
if #removed > 0 then remember_seq(fence) end
if changed or #removed > 0 then finish(stay) end
return raws(removed)
