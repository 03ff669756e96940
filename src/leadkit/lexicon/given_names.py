"""Given names and the short forms that stand for them, so that Bob, Rob and Robert can be one person."""

from functools import lru_cache

from leadkit.kernel.text import plain_form

__all__ = ["given_root", "given_roots", "initials", "is_initial", "same_given"]

# "name: its short forms and its spellings in other languages; …". A short form may stand for several names.
_NAMES = """
aaron: ron ronnie; abigail: abby abbie abbey gail; abraham: abe bram; adelaide: addie heidi; adolf: adi dolf; adrian:
ade; agatha: aggie; agnes: aggie nessie; aidan: aiden; alan: al allan allen; albert: al bert bertie albie albrecht;
alexander: alex al alec alek sandy xander sascha sasha lex eck zander aleksandr alexandr aleksander alexandre
oleksandr alejandro ale jandro alessandro sandro; alexandra: alex alexa sandra sandy lexi lexie sasha sascha
aleksandra alessandra alejandra oleksandra; alexei: aljoscha alyosha alexey aleksei aleksey; alfred: al alf alfie fred
freddie; alice: allie ali lisa; alison: ali allie allison alyson; amanda: mandy manda; amelia: amy millie mia;
anastasia: nastya nastja stacy ana asya; andrea: andie drea andy; andrew: andy drew andrei andrey andre andrea andres
andrzej ondrej andreas andi anders; angela: angie angelika; anna: ann anne annie ana anya anja annika nan nancy
hannah; annette: annie netty; anthony: tony ant antony anton antonio antoine toni; antonia: toni tonia; arnold: arnie
arno; arthur: art artie artur arturo; astrid: asta; augustus: gus august; barbara: barb barbie babs basia babsi;
bartholomew: bart barry bartolome; beatrice: bea trixie beatrix beatriz; benedict: ben benny bennet; benjamin: ben
benny benji benjy benno; bernard: bernie barney bernhard bernardo bernd; bertha: bertie; bradley: brad; brandon: bran;
brian: bryan bri; bridget: biddy bridie brigitte birgit gitta; caleb: cal; calvin: cal; cameron: cam; camilla: cam
cami milla camille; carl: karl carlos charles carlo kalle; carla: karla; carol: carole carrie caroline; caroline: caro
carrie carolyn carolina karoline lina; carsten: karsten; casper: kasper jasper caspar; cassandra: cass cassie sandra;
catherine: cath cathy cat kate katie katherine kathryn katharine kathy kathleen kat kay kitty katya katja katharina
katrin katarina catalina caterina catarina ekaterina katerina yekaterina kasia trina karin kit; cecilia: cece celia
cecily sissy; charles: charlie chuck chas chip carlos karl carlo charley; charlotte: charlie lottie lotte char lotta;
chester: chet; christian: chris christ kris kristian cristian; christina: chris chrissy christine christa tina
kristina kristin kirsten cristina krystyna kerstin christiane kristen kris; christopher: chris kit topher kris
christoph christophe cristobal christoffer kristoffer kristofer; clara: klara clare claire; claudia: claudi; claus:
klaus nikolaus; clayton: clay; clement: clem klemens; clifford: cliff; clinton: clint; concepcion: concha conchita;
constance: connie; constantin: kostja kostya konstantin costa constantine konsti; cornelius: neil corny cornelis kees;
curtis: curt kurt; cynthia: cindy cyndi; cyril: kirill; dagmar: daggi; daniel: dan danny dani daniil danilo; daniela:
dani danielle danny; david: dave davey davy dawid davide; deborah: deb debbie debra; denis: denny dennis; derek:
derrick deric; diana: di diane dianne; dieter: didi; dimitri: dima dmitri dmitry dmitriy mitya dimitrios; dolores:
lola lolita; dominic: dom nic dominik dominique domingo; donald: don donnie; dorothy: dot dottie dolly dorothea doro
thea dora; douglas: doug; duncan: dunc; eberhard: ebi; edith: edie; edmund: ed eddie ned ted edmond; edward: ed eddie
ned ted teddy eduard eduardo edoardo edouard; edwin: ed eddie win; eileen: ellie; eleanor: ellie nell nora nellie
elinor leonore eleonora lenore; eliot: elliot elliott; elizabeth: liz lizzie lizzy beth betty betsy bess bessie eliza
elisabeth elise elsa elsie libby lisa lisbeth ella lilibet lies liesel isabel elisabetta elzbieta ela betsey; emily:
em emmy millie emilie emilia; emma: em emmy; eric: rick ricky erik erick erich; ernest: ernie ernst ernesto; ethel:
effie; eugene: gene eugen yevgeny evgeny evgeni zhenya eugenio; eugenia: zhenya evgenia yevgenia genie; evelyn: eve
evie eva; felicity: flick fliss; ferdinand: ferdi fernando nando fer; florence: flo flossie florrie; frances: fran
francie frankie fanny françoise francisca francesca; francis: frank fran frankie francisco francesco françois franz
franciszek paco pancho kiko curro; franklin: frank; frederica: freda freddie friederike rike rika; frederick: fred
freddie freddy rick fritz friedrich frederic federico fredrik fryderyk fede rico; gabriel: gabe gabi gaby; gabriele:
gabi gaby gabriella gabrielle; gareth: gary; gaston: gus; gayle: gail; geoffrey: geoff jeff jeffrey godfrey jeffery
jeffry; george: georgie georg jorge giorgio georges jurgen juri yuri joerg jorg jerzy jürgen juergen coque jurij yury
yuriy iouri; georgina: georgie gina georgia; gerald: gerry jerry gerhard gerard gerd; gerhard: gerd hardy; gertrude:
gertie trudy trude gertrud; gilbert: gil bert gilberto; graciela: chela; graham: graeme; gregory: greg gregg gregor
grigori grigory grisha gregorio; griselda: zelda; guadalupe: lupe lupita; guenter: gunter gunther guenther; gustav:
gus gustavo gustaf; hannah: hanna johanna ann anna; harold: harry hal harald; harriet: hattie harry henrietta;
heather: hettie; helen: nell nellie ellie lena helena helene elena ellen jelena yelena alyona; helmut: heli; henry:
harry hank hal henrik henri heinrich enrique henryk enrico hendrik heinz heiner heiko hinnerk quique kike henrique;
herbert: bert herb herbie heribert; hermann: herman manni; hildegard: hilde hilda; howard: howie; hubert: bert hugh
hubertus; hugh: hughie hugo; ignacio: nacho ignatius ignaz; ilja: ilya; inge: ingeborg ingrid inga; irene: rene irena
irina ira; isaac: ike zac; isabella: bella isa izzy isabel isabelle bel belle ysabel; isidore: izzy; jacob: jake jack
jakob jacky jacobo yakov jakub; jacqueline: jackie jacqui; james: jim jimmy jamie jem jaime jimmie; jane: janie jenny
janet jean; janet: jan jenny jeanette; janice: jan; jasmine: jas yasmin jasmin; jason: jay jase; jean: jeannie jeanne;
jennifer: jen jenny jenn jennie; jeremiah: jerry jem; jeremy: jerry jem jeremias; jerome: jerry hieronymus; jessica:
jess jessie; jesus: chuy chucho; joachim: jochen achim jo joaquin; joan: joanie joanna; joel: joe; johanna: hanna jo
joanna joan joanne joann asia; john: jack johnny jon jan johnnie ian sean johan jean juan ivan giovanni joao hans
johann jock evan johannes hansi hannes gianni nino vanni juanito vanya wanja iwan; jonathan: jon jonny johnny nathan
jonathon; jordan: jordy; joseph: joe joey jo jos josef giuseppe yusuf yosef jozef jose iosif pepe pepito chepe beppe
peppe pino peppino sepp jupp josip; josephine: jo josie josefine josefina fina josefa pepa sefa; joshua: josh; joyce:
joy; judith: judy jodie judi jutta; julia: jules julie juliane julija yulia iuliia; julian: jules julius julien;
juliet: jules julie juliette; karen: kaz karin; kenneth: ken kenny; kevin: kev; kimberly: kim kimberley; konrad:
conrad kurt conny; lambert: bert lammert; larissa: lara; laura: laurie lauren lori lora; laurence: larry laurie
lawrence lorenz lorenzo lars laurent lauri; leander: lee; leo: leon leopold lev leonid; leonard: len lenny leo leon
leonardo leonhard; leonid: ljonja lyonya leo; leopold: leo poldi; leslie: les lesley; lester: les; letitia: letty
tish; lillian: lil lily lilian lilly; linda: lin lindy; lorraine: lori; louis: lou louie luis lewis ludwig luigi lew
lutz wiggerl lucho luisito; louise: lou lulu luise luisa louisa; lucas: luke luc lukas lucca luca; lucille: lucy
lucie; lucy: lucie lucia luzie; ludmila: mila lyuda luda; lydia: lyddie lidia; lynn: lynne lyn; madeleine: maddie
maddy mady madeline lena magdalena magda leni; malcolm: mal; manfred: manni fred; manuel: manolo manu manny emanuel
emmanuel; manuela: manu ela; margaret: maggie meg peggy marge margie madge margot greta gretchen daisy rita marguerite
margarete margarita margit grete margherita malgorzata gosia margrit gitte; marianne: mary anne marian mariana;
marina: mara; marjorie: marge margie; mark: marc marcus markus marco marcos marek; marlene: leni lena; martha: marta
mattie marti; martin: marty marten; martina: tina marti; mary: molly polly mae mamie maria marie mimi maureen moira
mia maja maya masha mascha ria mariya marija; matilda: tilly mattie mathilde tilda; matthew: matt mat matty matthias
mathias matthieu mathieu mateo matteo matthäus mateusz matvey; maurice: mo maury moritz morris mauricio; maxim: max
maksim; maximilian: max maxi maxim maxime maximiliano; maxwell: max; megan: meg; melanie: mel; melissa: mel missy
lissa; melvin: mel; mercedes: merche mechi; michael: mike mick mickey micky mikey michel miguel michele mikhail mihail
misha mischa micha michi mikael michal mihai mitch mikko migue; michaela: micky mickie micha; michelle: shelly chelle
micki; mildred: millie; miriam: mim mimi miri; mitchell: mitch; mohammed: mo mohamed muhammad mohammad mohamad
muhammed mehmet md; monica: mon monika monique moni; morgan: mo; nadia: nadja nadezhda nadya; nancy: nan ann; natalie:
nat nattie natalia natasha natascha natalya nataliya; nathaniel: nat nate nathan nathanael; nicholas: nick nicky nic
nico niko nicolas nikolai nikolay klaus claus kolya colin niklas nikolaus niccolo nicola mikolaj; nicole: nicky nikki
nicki nicola nicolette; nigel: nige; norbert: bert nobby; norman: norm; olga: olya olja; oliver: ollie olly olivier
oli; olivia: liv livvy ollie; oscar: oskar ossie; oswald: ossie oz; otto: ottmar; pamela: pam; patricia: pat patty
tricia trish patsy paddy patrizia patti; patrick: pat paddy rick patricio patryk padraig; paul: paulie pablo paolo
pavel pawel pascha pasha paulo pal; paula: paulina pauline polly paola; penelope: penny; percival: percy; peter: pete
petey pedro pietro pierre pjotr pyotr piotr petr petrus; petra: peti; philip: phil pip phillip philipp philippe felipe
filippo filip pipe; philippa: pip pippa; pilar: pili; polina: polly; priscilla: cilla; rachel: rach rae rachael
raquel; rafael: rafa raphael rafe ralf raffaele; ralph: ralf raoul; ramon: moncho; randall: randy randal; randolph:
randy; raymond: ray raimund; rebecca: becky becca bex rebekah; reginald: reg reggie ron; reinhard: reini hardy;
reinhold: holdi; renate: reni rena; richard: rick ricky rich richie dick dickie ricardo riccardo ryszard; rita:
margarita; robert: rob bob bobby robbie bert robby roberto rupert robin rab bobbie; roberta: bobbie robbie berta;
roderick: rod rick roddy; rodney: rod; rodrigo: rigo; roger: rog rodge rüdiger; roland: rollo rolle rolando rowland;
ronald: ron ronnie ronny ronaldo; rosario: charo; rose: rosie rosa rosemary rosalind romy rosemarie; roxanne: roxy;
rudolf: rudi rolf rudolph rudy rodolfo fito; russell: russ rusty; ruth: ruthie; sabine: bine; samantha: sam sammy;
samuel: sam sammy; sandra: sandy alexandra; santiago: santi chago diego jaime; sarah: sally sadie sara; sebastian: seb
bastian basti bas bastien sebastien; sergei: serge sergej sergey serhiy seryozha sergio serjoscha; seymour: sy;
sheila: shelagh; shirley: shirl; sidney: sid syd sydney; siegfried: siggi sigi; sigmund: siggi sigi; simon: sim simone
simeon semyon; sofia: sophie sonia sonja sonya sophia sofie sofya zofia; stanislav: stan slava stas stanislaw stach;
stanley: stan; stella: estella estelle; stephanie: steph stephie steffi stevie stefanie stefania; stephen: steve
steven stevie stefan stephan stephane esteban etienne stefano stefanos steffen istvan stepan; stuart: stu stewart;
susan: sue susie suzy suzie susanna susanne suzanne sanne susana; svetlana: sveta lana swetlana; sylvester: sly;
sylvia: syl silvia silvie sylvie; tabitha: tabby; tamara: tammy toma tamar mara; tatiana: tanya tanja tania tatjana;
terence: terry tel terrance terrence; teresa: terry tess tessa tessie theresa therese resi tere tracy; thaddeus: tad
thad; theodora: dora thea; theodore: ted teddy theo theodor fyodor fedor teodoro; thomas: tom tommy thom tomas tommaso
tomasz foma; tiffany: tiff; timothy: tim timmy timo timotheus timofey; tobias: toby tobi; trevor: trev; ulrich: uli
ulli ulf; ulrike: ulli rike uli; ursula: uschi ulla ursel; vanessa: nessa; vasily: vasya wassili vassili vasiliy
vasilii; veronica: ronnie vera roni vroni veronika nika; victor: vic viktor vitya vittorio; victoria: vicky vicki tori
vic viktoria vika; vincent: vince vinnie vin vincenzo vicente vinny; viola: vi; violet: vi; virginia: ginny ginger;
vivian: viv; vladimir: vova volodya vlad wladimir volodymyr; vyacheslav: slava wjatscheslaw; wallace: wally; walter:
walt wally wat walther gualtiero; waltraud: traudl; warren: wren; wendy: gwendolyn gwen; werner: wern; wesley: wes;
wilfred: wilf will fred; wilhelmina: mina minnie willa wilma; william: will bill billy willie liam willy wilhelm
guillermo guillaume guglielmo willem wim willi helmut memo guille; winifred: win winnie freddie; winston: win;
wolfgang: wolf wolfi; xavier: xavi javi javier; yolanda: yoli; zachary: zach zack zac zak zachariah
"""


def _table() -> dict[str, tuple[str, ...]]:
    """Every name and short form in comparing form → the names it may stand for, its own first."""
    rows = [plain_form(row).split(":") for row in _NAMES.split(";")]
    table = {name: {name: None} for name, _ in rows}
    for name, forms in rows:
        for form in forms.split():
            table.setdefault(form, {})[name] = None
    # "alex" is rather an Alexander than a Xander: the longer the common beginning, the likelier.
    return {form: tuple(sorted(roots, key=lambda name: -_alike(form, name))) for form, roots in table.items()}


def _alike(one: str, other: str) -> int:
    """How many letters two names begin with together."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), min(len(one), len(other))
    )


_ROOTS = _table()


@lru_cache(maxsize=16_384)
def given_roots(given: str) -> tuple[str, ...]:
    """The names that a given name may stand for, likeliest first: `Bob` → robert; `Alex` → alejandro, alexander, ….

    A name that is not in the table stands for itself. Of several given names the first one that is no initial counts.
    """
    words = plain_form(given).replace(".", " ").split()
    word = next((word for word in words if len(word) > 1), words[0] if words else "")
    return _ROOTS.get(word, (word,)) if word else ()


def given_root(given: str) -> str:
    """The likeliest name that a given name stands for, blank for a blank one."""
    return next(iter(given_roots(given)), "")


def same_given(one: str, other: str) -> bool:
    """Whether two given names may be one person's: the same, or one stands for the other, or both for a third."""
    return not set(given_roots(one)).isdisjoint(given_roots(other))


def is_known(given: str) -> bool:
    """Whether a given name or its short form is in the table."""
    return plain_form(given) in _ROOTS


def is_initial(word: str) -> bool:
    """Whether a word is one letter, with or without its point: `J`, `J.`."""
    return word.rstrip(".").isalpha() and len(word.rstrip(".")) == 1 and not "\u3040" <= word <= "\uffff"


def initials(given: str) -> str:
    """The first letter of each given name: `Mary-Jane A.` → `mja`; `J.R.` → `jr`."""
    return "".join(word[0] for word in plain_form(given).replace(".", " ").replace("-", " ").split())
