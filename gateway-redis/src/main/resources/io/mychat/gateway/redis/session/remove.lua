-- Removes exactly these sessions, also those that a lapsed node may bring back. ARGV: 3... field, session id and login_seq
-- of each. Returns those that were there.
local live, changed = load_clean()
local gone, removed = {}, {}
for i = 3, #ARGV, 3 do
  for _, entry in ipairs(live) do
    if entry.field == ARGV[i] and entry.id == ARGV[i + 1] and whole(entry.seq) == ARGV[i + 2] then
      take_out(entry.field)
      bury(entry, 'K')
      gone[entry.field] = true
      removed[#removed + 1] = entry
      remember_seq(entry.seq)
    end
  end
  local lapsed = not gone[ARGV[i]] and lapsed_at(ARGV[i])
  if lapsed and lapsed.id == ARGV[i + 1] and whole(lapsed.seq) == ARGV[i + 2] then
    redis.call('HDEL', LAPSED, ARGV[i])
    removed[#removed + 1] = lapsed
  end
  -- One that is not there must not be put back by a comparison that has begun already.
  if not gone[ARGV[i]] then
    bury({id = ARGV[i + 1], seq = tonumber(ARGV[i + 2])}, 'K')
  end
end
if changed or #removed > 0 then
  local stay = {}
  for _, entry in ipairs(live) do
    if not gone[entry.field] then stay[#stay + 1] = entry end
  end
  finish(stay)
end
return raws(removed)
