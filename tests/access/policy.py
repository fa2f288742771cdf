"""Who may do what at every address: the table, and what follows from a line of it.

A line says: the address; what it is about (see world.py); the methods it answers; and
what each person meets there. People are named by how they stand to the thing: its
mentee, its mentor, the admin of its program. Whoever is not named is not let in: signed
in they meet a 404, as if nothing were there, and others are asked to sign in.

An answer is what a look gets (GET, HEAD), or what a look and an empty form get,
"200/302"; "302+200" is one or the other. A star means that the answer comes whatever the method: "*302". "in" is the
way to the page to sign in. Methods that are not named are answered with 405.

people     whoever is signed in
everybody  strangers too
anonymous  nobody has signed in, or the account is closed
"""

from dataclasses import dataclass
from functools import cache

TABLE = """
# The site itself
home                                  | -        | GET           | everybody 200
conduct                               | -        | GET           | everybody 200
healthz                               | -        | GET           | everybody 200
readyz                                | -        | GET           | everybody 200
styleguide                            | -        | GET POST      | everybody 200/302

# What I tell of myself: every page shows and changes one's own
accounts:me                           | -        | GET           | people 200
accounts:about                        | -        | GET POST      | people 200
accounts:tracks                       | -        | GET POST      | people 200
accounts:path                         | -        | GET POST      | people 200
accounts:skills                       | -        | GET POST      | people 200
accounts:skill_search                 | -        | GET           | people 200
accounts:stories                      | -        | GET POST      | people 200
accounts:links                        | -        | GET POST      | people 200
accounts:findable                     | -        | GET POST      | people 200/302; newcomer 302; operator 302
accounts:preview                      | -        | GET           | people 200
accounts:hours                        | -        | GET POST      | people 200/302
accounts:style                        | -        | GET POST      | people 200/302
accounts:networks                     | -        | GET POST      | people 200/302
accounts:identity                     | -        | GET POST      | people 200

# Programs
programs:list                         | -        | GET           | people 200
programs:welcome                      | program  | GET           | everybody 200
programs:join                         | program  | GET           | people 302
programs:question                     | way in   | GET POST      | people 200
programs:check                        | program  | GET POST      | people 302
programs:invite                       | program  | GET POST      | admin 200
programs:invite_again                 | invitation | POST        | admin 302
programs:withdraw_invitation          | invitation | POST        | admin 302
programs:invitation                   | link of an invitation | GET POST | anonymous 200/in; people 200/302
programs:overview                     | program  | GET           | admin 200
programs:people                       | program  | GET           | admin 200
programs:ask_again                    | program  | GET POST      | admin 200
programs:apart                        | program  | GET POST      | admin 200
programs:together                     | kept apart | POST        | admin 302
programs:offer                        | offer    | GET POST      | mentor 200
programs:leave                        | offer    | GET POST      | mentor 200/302
programs:come_back                    | offer    | POST          | mentor 302
programs:still_open                   | offer    | POST          | mentor 302
programs:still_open                   | taking part | POST       | nobody 302
programs:asked_again                  | link of a question | GET POST | everybody 200/302
programs:offer                        | taking part | GET POST   | mentee 200/302
programs:leave                        | taking part | GET POST   | mentee 200/302
programs:come_back                    | taking part | POST       | mentee 302

# Files of people
intake:sample                         | -        | GET           | people 200
intake:upload                         | program  | GET POST      | admin 200
intake:review                         | upload   | GET           | admin 200
intake:columns                        | upload   | GET POST      | admin 200
intake:problems                       | upload   | GET           | admin 200
intake:confirm                        | upload   | POST          | admin 302
intake:discard                        | upload   | POST          | admin 302
intake:review                         | imported upload | GET      | admin 200
intake:columns                        | imported upload | GET POST | admin 302
intake:problems                       | imported upload | GET      | admin 200
intake:confirm                        | imported upload | POST     | admin 302
intake:discard                        | imported upload | POST     | admin 302

# Goals: their mentee's alone
goals:list                            | -        | GET           | people 200
goals:new                             | -        | GET POST      | people 302; mentee 200
goals:detail                          | goal     | GET           | mentee 200
goals:question                        | question of a goal | GET POST | mentee 200
goals:go_on                           | goal     | GET           | mentee 302
goals:edit                            | goal     | GET POST      | mentee 200/302
goals:exercises                       | goal     | GET           | mentee 302
goals:exercise                        | exercise of a goal | GET POST | mentee 200
goals:assessment                      | goal     | GET POST      | mentee 200
goals:preview                         | goal     | GET           | mentee 200
matching:concepts                     | goal     | GET POST      | mentee 200/302
goals:criteria                        | goal     | GET POST      | mentee 200/302
goals:confirm                         | goal     | POST          | mentee 302
goals:close                           | goal     | POST          | mentee 302
goals:detail                          | draft goal  | GET        | mentee 200
goals:detail                          | closed goal | GET        | mentee 200
goals:reopen                          | closed goal | POST       | mentee 302

# Suggestions for a goal: its mentee's alone
matching:suggestions                  | goal     | GET           | mentee 200
matching:suggestions                  | closed goal     | GET    | mentee 200
matching:mentor                       | goal and mentor | GET    | mentee 200
matching:pass_on                      | goal and mentor | POST   | mentee 302
matching:pass_why                     | goal and mentor | POST   | mentee 302
matching:compare                      | goal     | GET           | mentee 302
matching:remaining                    | goal     | POST          | mentee 200
matching:unpass                       | goal and mentor | POST   | mentee 302
matching:mentor                       | goal and stranger | GET  | nobody 200
matching:pass_on                      | goal and stranger | POST | nobody 302
matching:mentor                       | goal and mentee   | GET  | nobody 200

# Finding: whom a program shows, its members find; leads and sources are their author's
finding:directory                     | -        | GET           | people 200
finding:skills                        | -        | GET           | people 200
finding:exemplars                     | skill    | GET           | people 200
finding:leads                         | -        | GET           | people 200
finding:ways                          | -        | GET           | people 200
finding:goals                         | -        | GET           | people 200
finding:person                        | offer    | GET           | member 200
finding:save                          | offer    | POST          | member 302
finding:unsave                        | offer    | POST          | member 302
finding:note                          | offer    | POST          | member 302
finding:person                        | taking part | GET        | nobody 200
finding:save                          | taking part | POST       | nobody 302
finding:unsave                        | taking part | POST       | nobody 302
finding:note                          | taking part | POST       | nobody 302
finding:add_lead                      | route    | GET POST      | people 302; mentee 200; mentor 200
finding:lead                          | lead     | GET POST      | mentee 200
finding:set_aside                     | lead     | POST          | mentee 302
finding:bring_back                    | lead     | POST          | mentee 302
finding:sources                       | goal     | GET POST      | mentee 200
finding:enough                        | source   | POST          | mentee 302
finding:remove_source                 | source   | POST          | mentee 302
finding:no_nudge                      | goal     | POST          | mentee 302
finding:nudge                         | goal     | POST          | mentee 302
finding:ask_program                   | goal     | GET POST      | mentee 200/302
finding:take_back                     | asked goal | POST        | mentee 302
finding:queue                         | program  | GET           | admin 200
finding:answer                        | match request | GET POST | admin 200
finding:take                          | match request | POST     | admin 302
finding:put_back                      | match request | POST     | admin 302
# What a program suggests: each of the two answers for themselves
matching:proposals                    | -        | GET           | people 200
matching:proposal                     | put      | GET           | mentee 200; mentor 200
matching:agree                        | put      | POST          | mentee 302; mentor 302
matching:pass_over                    | put      | POST          | mentee 302; mentor 302
matching:think_again                  | put      | POST          | mentee 302; mentor 302
matching:proposal                     | drafted  | GET           | nobody 200
matching:agree                        | drafted  | POST          | nobody 302

# Requests: a draft is its mentee's, a sent one also the mentor's, and nobody else's
pitches:mine                          | -        | GET           | people 200
pitches:inbox                         | -        | GET           | people 200
pitches:seen                          | -        | GET           | people 200
pitches:write                         | goal and mentor   | GET POST | mentee 200/302
pitches:write                         | closed goal and mentor | GET POST | nobody 200
pitches:write                         | goal and stranger | GET POST | nobody 200
pitches:write                         | goal and mentee   | GET POST | nobody 200
pitches:edit                          | draft    | GET POST      | mentee 200/302
pitches:preview                       | draft    | GET           | mentee 200
pitches:send                          | draft    | POST          | mentee 302
pitches:discard                       | draft    | POST          | mentee 302
pitches:withdraw                      | draft    | POST          | mentee 302
pitches:detail                        | draft    | GET           | mentee 302
pitches:accept                        | draft    | GET POST      | nobody 200
pitches:decline                       | draft    | GET POST      | nobody 200
pitches:edit                          | sent     | GET POST      | mentee 302
pitches:withdraw                      | sent     | POST          | mentee 302
pitches:detail                        | sent     | GET           | mentee 200; mentor 200
pitches:change                        | sent     | POST          | mentee 302
pitches:send_again                    | withdrawn | POST         | mentee 302
pitches:thank                         | declined | POST          | mentee 302
pitches:opened                        | sent     | POST          | mentor 302
pitches:accept                        | sent     | GET POST      | mentor 200/302
pitches:decline                       | sent     | GET POST      | mentor 200/302
pitches:detail                        | accepted | GET           | mentee 200; mentor 200
pitches:accept                        | accepted | GET POST      | mentor 302
pitches:detail                        | declined | GET           | mentee 200; mentor 200
pitches:accept                        | declined | GET POST      | mentor 302
pitches:detail                        | expired  | GET           | mentee 200; mentor 200
pitches:detail                        | withdrawn | GET          | mentee 200; mentor 410
pitches:accept                        | withdrawn | GET POST     | mentor 302
pitches:routes                        | program  | GET           | admin 200
pitches:ask_advice                    | offer    | GET POST      | member 200/400
pitches:ask_advice                    | taking part | GET POST   | nobody 200
pitches:advice                        | advice   | GET           | mentee 200; mentor 200
pitches:answer_advice                 | advice   | POST          | mentor 400
pitches:decline_advice                | advice   | GET POST      | mentor 200/302
pitches:withdraw_advice               | advice   | POST          | mentee 302
pitches:letter                        | relationship | GET       | mentee 302; mentor 302

# Relationships: of the two people in them
relationships:list                    | -            | GET       | people 200
relationships:detail                  | relationship | GET       | mentee 200; mentor 200
relationships:close       | relationship | GET POST | mentee 200/302; mentor 200/302

# Runs and reports: of the program's admins
matching:runs                         | program  | GET           | admin 200
matching:start                        | program  | POST          | admin 302
matching:weights                      | program  | GET POST      | admin 200
matching:weights_version              | rules    | GET           | admin 200
matching:weights_again                | rules    | POST          | admin 302
matching:run                          | run      | GET           | admin 200
matching:cancel                       | run      | POST          | admin 302
matching:retry                        | run      | POST          | admin 302
matching:report                       | run      | GET           | admin 200
matching:table                        | table of a run | GET     | admin 200
matching:table_csv                    | table of a run | GET     | admin 200
matching:behind                       | row of a run   | GET     | admin 200
matching:run                          | cancelled run  | GET     | admin 200
matching:retry                        | cancelled run  | POST    | admin 302
matching:report                       | cancelled run  | GET     | admin 200
matching:pin_pair                     | program  | POST          | admin 404
matching:proposal_sets                | program  | GET POST      | admin 200
matching:proposal_set                 | set      | GET           | admin 200
matching:mark_proposal                | drafted pair | POST      | admin 302
matching:propose_again                | set      | POST          | admin 302
matching:discard_proposals            | set      | POST          | admin 302
matching:retry_proposals              | set      | POST          | admin 302
matching:publish_proposals            | set      | GET POST      | admin 200/302
matching:proposal_set                 | published set | GET      | admin 200
matching:publish_proposals            | published set | GET POST | admin 302
matching:studies                      | program  | GET POST      | admin 200/404
matching:look_closer                  | program  | POST          | admin 302
matching:study                        | study    | GET           | admin 200
matching:cancel_study                 | study    | POST          | admin 302
matching:retry_study                  | study    | POST          | admin 302
matching:try                          | pair to try | GET        | admin 200

# The demo: anybody becomes one of its cast, and reads all its mail
demo:sign_in                          | cast     | POST          | everybody 302
demo:sign_in                          | nobody   | POST          | everybody 404
demo:outbox                           | -        | GET           | everybody 200

# Signing in and up (allauth): its pages also answer OPTIONS, and PUT like POST
account_login               | - | GET POST PUT OPTIONS | anonymous 200; people *302
account_signup              | - | GET POST PUT OPTIONS | anonymous 200; people *302
account_request_login_code  | - | GET POST PUT OPTIONS | anonymous 200; people *302
account_confirm_login_code  | - | GET POST             | anonymous *in; people *302
account_logout              | - | GET POST OPTIONS     | anonymous 302; people 200/302
account_inactive            | - | GET OPTIONS          | everybody 200
account_reauthenticate      | - | GET POST PUT OPTIONS | people 200
account_email               | - | GET POST PUT OPTIONS | people 200/302
account_email_verification_sent | - | GET POST         | anonymous *in; people *302
account_change_password     | - | GET POST PUT OPTIONS | people 200
account_set_password        | - | GET POST             | people *302
account_reset_password      | - | GET POST PUT OPTIONS | everybody 200
account_reset_password_done | - | GET OPTIONS          | everybody 200
account_reset_password_from_key      | wrong key | GET POST | everybody *200
account_reset_password_from_key_done | - | GET OPTIONS | everybody 200
usersessions_list           | - | GET POST PUT OPTIONS | people 200/302

# Second factors: one's own; nobody here but Lena has one
mfa_index                   | - | GET OPTIONS          | people 200
mfa_authenticate            | - | GET POST             | anonymous *in; people *302
mfa_reauthenticate          | - | GET POST             | people *302
mfa_activate_totp           | - | GET POST PUT OPTIONS | people 200
mfa_deactivate_totp         | - | GET POST             | people *404
mfa_view_recovery_codes     | - | GET OPTIONS          | people 404
mfa_generate_recovery_codes | - | GET POST PUT OPTIONS | people 200
mfa_download_recovery_codes | - | GET POST             | people *404
mfa_list_webauthn           | - | GET OPTIONS          | people 200
mfa_add_webauthn            | - | GET POST PUT OPTIONS | people 200
mfa_reauthenticate_webauthn | - | GET POST             | people *302
mfa_login_webauthn          | - | GET POST PUT OPTIONS | anonymous in; people *302
mfa_remove_webauthn         | key | GET POST DELETE OPTIONS | people 404
mfa_edit_webauthn           | key | GET POST PUT OPTIONS    | people 404

# Signing in elsewhere (OpenID Connect): nothing is set up here
socialaccount_login_cancelled  | - | GET OPTIONS          | everybody 200
socialaccount_login_error      | - | GET OPTIONS          | people 401
socialaccount_signup           | - | GET POST             | everybody *in
socialaccount_connections      | - | GET POST PUT OPTIONS | people 200
openid_connect_login           | provider | GET POST      | everybody *404
openid_connect_callback        | provider | GET POST      | everybody *404
accounts/social/login/cancelled/ | - | GET POST           | people *301
accounts/social/login/error/     | - | GET POST           | people *301
accounts/social/signup/          | - | GET POST           | people *301
accounts/social/connections/     | - | GET POST           | people *301

# Django's admin: of operators alone
admin:index                 | -    | ANY                  | people *in; operator 200
admin:app_list              | app  | ANY                  | people *in; operator 200
admin:login                 | -    | GET POST PUT OPTIONS | anonymous *in; people *403; operator 302+200
admin:logout                | -    | POST OPTIONS         | people *302; operator 200
admin:password_change       | -    | GET POST PUT OPTIONS | people *in; operator 200
admin:password_change_done  | -    | GET OPTIONS          | people *in; operator 200
admin:autocomplete          | -    | GET OPTIONS          | people *in; operator 403
admin:jsi18n                | -    | GET OPTIONS          | people *in; operator 200
admin:view_on_site          | seen | ANY                  | people *in; operator 404
admin:auth_user_password_change | user | ANY              | people *in; operator 200
admin/(?P<url>.*)$          | -    | ANY                  | people *in; operator 404
"""

OPERATORS = """
# What operators may do with each kind of row in Django's admin; nobody else gets in
accounts.freehours             | look add change delete
accounts.network               | look add change delete
accounts.networkmembership     | look add change delete
accounts.pathstep              | look add change delete
accounts.personskill           | look add change delete
accounts.profile               | look add change delete
accounts.skill                 | look add change delete
accounts.story                 | look add change delete
accounts.style                 | look add change delete
accounts.track                 | look add change delete
accounts.user                  | look add change delete
finding.matchrequest           | look
goals.assessmentitem           | look
goals.criteria                 | look
goals.goal                     | look
goals.wantedskill              | look
notices.mail                   | look
pitches.pitch                  | look
programs.cohort                | look add change delete
programs.enrolment             | look add change delete
programs.levelladder           | look add change delete
programs.program               | look add change delete
programs.rules                 | look add
relationships.relationship     | look
relationships.yes              | look
safety.auditevent              | look
safety.block                   | look
account.emailaddress           | look add change delete
mfa.authenticator              | look add change delete
socialaccount.socialaccount    | look add change delete
socialaccount.socialapp        | look add change delete
socialaccount.socialtoken      | look add change delete
usersessions.usersession       | look add change delete
"""

MODEL_PAGES = {
    "changelist": ("look", "200"),
    "history": ("look", "200"),
    "add": ("add", "200"),
    "delete": ("delete", "200"),
    "change": ("change", "200"),
}
"""For each page of a model in Django's admin: what it needs, and what an operator who
may do that meets there."""

READS = ("GET", "HEAD")


@dataclass(frozen=True)
class Rule:
    """One line of the table."""

    address: str
    of: str
    methods: frozenset
    answers: dict

    def expected(self, relation, method):
        """The answer that somebody must meet: "200", "404", "in" and so on."""
        answer = self._answer(relation)
        if answer.startswith("*"):
            return answer[1:]
        if "ANY" in self.methods:
            look, _slash, form = answer.partition("/")
            return form or look if method == "POST" else look
        if method not in self.methods:
            return "405"
        if method == "OPTIONS":
            return "200"
        look, _slash, form = answer.partition("/")
        return look if method in READS else form or look

    def _answer(self, relation):
        """The closest that the line says; else what is said of whoever is not named."""
        names = [relation, "people", "everybody"]
        if relation == "anonymous":
            names.remove("people")
        for name in names:
            if name in self.answers:
                return self.answers[name]
        return "*in" if relation == "anonymous" else "404"


def lines(table):
    """The cells of every line that is not empty and no heading."""
    for line in table.splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


@cache
def rules():
    """The tables, read: for each address its lines."""
    found = {}
    for address, of, methods, told in lines(TABLE):
        named = set(methods.split()) | ({"HEAD"} if "GET" in methods else set())
        answers = dict(answer.split() for answer in told.split(";"))
        rule = Rule(address, of, frozenset(named), answers)
        found.setdefault(address, []).append(rule)
    for label, may in lines(OPERATORS):
        for rule in _rules_of_model(label, set(may.split())):
            found[rule.address] = [rule]
    return found


def _rules_of_model(label, may):
    """The lines for one model of Django's admin."""
    any_method, name = frozenset({"ANY"}), label.replace(".", "_")
    others = {"people": "*in"}
    for page, (needs, answer) in MODEL_PAGES.items():
        met = answer if needs in may else "*403"
        if page == "change" and "change" not in may:
            met = "200/403"
        of = "-" if page in ("changelist", "add") else label
        yield Rule(f"admin:{name}_{page}", of, any_method, others | {"operator": met})
    bare = f"admin/{label.replace('.', '/')}/<path:object_id>/"
    yield Rule(bare, label, any_method, others | {"operator": "302"})
