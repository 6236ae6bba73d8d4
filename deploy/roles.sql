-- Three logins, none of them a superuser or past row-level security. Run once, by the superuser, one statement a line.
CREATE ROLE tokkyu_owner LOGIN CREATEROLE CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE DATABASE tokkyu OWNER tokkyu_owner;
-- The owner makes the other two, so that it may grant to them and change them.
SET SESSION AUTHORIZATION tokkyu_owner;
CREATE ROLE tokkyu_web_login LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'web_password';
CREATE ROLE tokkyu_worker_login LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'worker_password';
