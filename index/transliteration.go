package index

import (
	"cmp"
	"slices"
	"strings"
)

// maxSpellings bounds the ways in which one transliterated word is read.
const maxSpellings = 32

// maxSounded is the longest word that is read by its sound, in letters.
const maxSounded = 24

// toCyrillicSound lists how a run of Latin letters may be meant in Russian, the most usual first. There are many
// romanisations, and people mix them: й is "y", "j" or "i", х is "h", "kh" or "x".
var toCyrillicSound = sounds(`
	tsya=ться,тся tsia=ция,циа,ться,тся tsja=ться,тся shch=щ shh=щ iia=ия sch=щ,сч,ш sh=ш,сх ch=ч,ц zh=ж kh=х ts=ц,тс tz=ц ck=к ph=ф
	ya=я ja=я ia=ия,я,иа yu=ю ju=ю iu=ю,иу yo=е jo=е io=ио,е ye=е,ые,ье je=е,ье ie=ие,ье yi=ый,и yy=ый iy=ий ij=ий yj=ый ii=ии,ий oi=ой,ои ei=ей,еи ai=ай,аи
	e'=э y'=ы a=а b=б c=ц,к,с d=д e=е,э f=ф g=г h=х i=и,й,ы j=й,ж k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в,ш x=х,кс y=ы,й,и z=з
	'=ь,ъ, 4=ч 6=ш`)

// toLatinSound is for Latin names that were typed as they are heard: «телеграм», «црм».
var toLatinSound = sounds(`
	дж=j кс=x ай=i ей=ay щ=sch ш=sh ч=ch ж=zh,j,g ц=c,ts х=h,x ю=yu,u я=ya,ia
	а=a,u б=b в=v,w г=g д=d е=e з=z,s и=i,y,e й=y,i к=k,c,ck л=l,ll м=m н=n о=o п=p р=r с=s,c т=t у=u,oo,w ф=f,ph ы=y э=e,a ь= ъ=`)

// soundTable holds the ways to write a run of letters, by the run.
type soundTable struct {
	ways    map[string][]string
	longest int // runes of the longest run
}

func sounds(table string) soundTable {
	t := soundTable{ways: map[string][]string{}}
	for _, rule := range strings.Fields(table) {
		run, ways, _ := strings.Cut(rule, "=")
		t.ways[run] = strings.Split(ways, ",")
		t.longest = max(t.longest, len([]rune(run)))
	}
	return t
}

// spelling is a word written in the other alphabet, and how unusual the ways are that it was written by.
type spelling struct {
	text    string
	unusual int
}

// spellings returns how a word may be written in the other alphabet, the most usual first; nothing if it holds a
// character that has no sound there.
func (t *soundTable) spellings(word string) []string {
	runes := []rune(word)
	if len(runes) > maxSounded {
		return nil
	}
	upTo := make([][]spelling, len(runes)+1) // spellings of the first letters
	upTo[0] = []spelling{{}}
	for at := range runes {
		slices.SortStableFunc(upTo[at], func(a, b spelling) int { return cmp.Compare(a.unusual, b.unusual) })
		if len(upTo[at]) > maxSpellings {
			upTo[at] = upTo[at][:maxSpellings]
		}
		longer := 0 // a longer run is read as one sound rather than letter by letter
		for n := min(t.longest, len(runes)-at); n > 0; n-- {
			ways, ok := t.ways[string(runes[at:at+n])]
			if !ok {
				continue
			}
			for _, before := range upTo[at] {
				for i, way := range ways {
					upTo[at+n] = append(upTo[at+n], spelling{text: before.text + way, unusual: before.unusual + i + longer})
				}
			}
			longer = 1
		}
	}
	all := upTo[len(runes)]
	slices.SortStableFunc(all, func(a, b spelling) int { return cmp.Compare(a.unusual, b.unusual) })
	var texts []string
	for _, s := range all {
		if s.text != "" && !slices.Contains(texts, s.text) {
			texts = append(texts, s.text)
		}
		if len(texts) == maxSpellings {
			break
		}
	}
	return texts
}
