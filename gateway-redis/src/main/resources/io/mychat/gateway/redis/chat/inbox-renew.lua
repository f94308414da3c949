-- Begins a new epoch of an inbox, which keeps its entries.
--
-- KEYS: the inbox, its bounds, the ids that it knows, the user's sessions. ARGV: 3-5 see inbox_bounds, 6 the user, 7 this
-- gateway's node, 8 in front of a node's name: its channel.
-- Returns the epoch; '' when there is no such inbox.

if redis.call('EXISTS', KEYS[2]) == 0 then
  return ''
end
local epoch, number, last, is_new = inbox_bounds(KEYS[1], KEYS[2], KEYS[3], ARGV[3], ARGV[4], ARGV[5])
if not is_new then
  epoch = new_epoch(KEYS[2], ARGV[3], number, last, epoch, ARGV[4])
end
tell(KEYS[4], ARGV[7], ARGV[8], {new_epoch_line(ARGV[6], epoch)})
return epoch
