-- Takes out what is not a session any more. Returns how many are left, and the ids of sessions that are none any more.
local live, changed = load_clean()
if changed then finish(live) end
local over = {}
for _, field in ipairs(redis.call('HKEYS', LAPSED)) do
  local entry = lapsed_at(field)
  if entry then over[#over + 1] = entry.id end
end
for _, gone in ipairs(redis.call('ZRANGE', GONE, 0, -1)) do
  over[#over + 1] = string.match(gone, '^[KRTX]:(.*):%d+$')
end
return {#live, over}
