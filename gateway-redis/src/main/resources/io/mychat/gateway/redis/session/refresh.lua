-- Compares a node's sessions of one user with what is stored, prolongs them, and puts back what Redis has lost: with
-- their own login_seq, through the policy, where later logins win.
-- ARGV: 3... of each session, in login order: field, platform, device id, session id, login_seq, body, time to live (ms),
--       last active (ms), seats, most sessions
-- Returns {{'ok' | 'K' | 'R' | 'T' | 'X' | 'restored', ...}, {cause, loser, ...}}: one word for each session, then others'
-- losers. X: somebody has taken it out of a Redis that has lost nothing.
local live, changed = load_clean()
local words, losers = {}, {}

local function remove_from_live(entry, cause)
  for i, other in ipairs(live) do
    if other == entry then
      table.remove(live, i)
      break
    end
  end
  take_out(entry.field)
  bury(entry, cause)
  changed = true
end

-- The earliest login on the platform (any, where it is nil) loses while there are more than allowed.
local function lose_oldest(platform, most, mine)
  while true do
    local count, oldest = 0, nil
    for _, entry in ipairs(live) do
      if not platform or entry.platform == platform then
        count = count + 1
        oldest = oldest or entry
      end
    end
    if count <= most then return true end
    remove_from_live(oldest, 'K')
    if oldest == mine then return false end
    losers[#losers + 1] = 'K'
    losers[#losers + 1] = oldest.raw
  end
end

for i = 3, #ARGV, 10 do
  local field, id, seq = ARGV[i], ARGV[i + 3], tonumber(ARGV[i + 4])
  local body, ttl, active = ARGV[i + 5], tonumber(ARGV[i + 6]), tonumber(ARGV[i + 7])
  local seats, most = tonumber(ARGV[i + 8]), tonumber(ARGV[i + 9])
  local held = nil
  for _, entry in ipairs(live) do
    if entry.field == field then held = entry end
  end
  local word
  if held and held.id == id and held.seq == seq then
    write(held, body, ttl, active)
    word = 'ok'
  else
    word = was_buried(id, seq) or was_fenced_off(ARGV[i + 1], ARGV[i + 2], seq)
    if not word and held and held.seq > seq then word = 'R' end
    if not word and not held and was_taken_out(field, seq) then
      word = 'X'
      bury({id = id, seq = seq}, word)
      redis.call('HDEL', SEEN, field)
    end
    if not word then
      if held then
        remove_from_live(held, 'R')
        losers[#losers + 1] = 'R'
        losers[#losers + 1] = held.raw
      end
      local mine = {field = field, id = id, seq = seq, platform = ARGV[i + 1], device = ARGV[i + 2], expires = now + ttl}
      live[#live + 1] = mine
      table.sort(live, function(a, b) return a.seq < b.seq end)
      changed = true
      write(mine, body, ttl, active)
      remember_seq(seq)
      redis.call('HDEL', LAPSED, field)
      if lose_oldest(mine.platform, seats, mine) and (most == 0 or lose_oldest(nil, most, mine)) then
        word = 'restored'
      else
        word = 'K'
      end
    end
  end
  words[#words + 1] = word
end

if changed or not prolong(live) then finish(live) end
return {words, losers}
