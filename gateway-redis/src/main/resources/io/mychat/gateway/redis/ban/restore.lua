-- Puts back bans that were lost. ARGV: 2 token, then of each: the key of its kind, id, the ban, its end in ms or ''.
drop_ended()
for i = 3, #ARGV, 4 do
  if not is_there(ARGV[i + 1]) then put(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]) end
end
changed(ARGV[2])
return 1
