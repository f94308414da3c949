-- The user's sessions, and those that a node whose lease has lapsed may bring back. Changes nothing.
-- To be called with nobody dead.
local live = load()
if is_clean(LAPSED, 'hash') then
  local held = {}
  for _, entry in ipairs(live) do held[entry.field] = true end
  for _, field in ipairs(redis.call('HKEYS', LAPSED)) do
    local entry = not held[field] and lapsed_at(field)
    if entry then live[#live + 1] = entry end
  end
end
return raws(live)
