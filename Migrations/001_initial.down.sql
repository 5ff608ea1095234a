drop table event;
drop table lane;
