drop trigger event_told on event;
drop function event_told();
drop trigger event_in_order on event;
drop function event_in_order();
drop table agent_status;
drop table agent_status_history;
drop table agent;
