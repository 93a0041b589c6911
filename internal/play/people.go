package play

// Role tells on which side of the help desk a person sits. The page only shows it; who is a manager is for the bot to
// decide.
type Role string

// The two sides.
const (
	Customer Role = "customer"
	Manager  Role = "manager"
)

// Person is somebody whose Telegram the page shows.
type Person struct {
	ID        int64
	FirstName string
	LastName  string
	Username  string
	Phone     string
	Language  string // of the person's app
	Role      Role
}

// People are those that the page shows unless told otherwise: two customers, one of them with an English Telegram, and
// two managers.
var People = []Person{
	{ID: 501_000_001, FirstName: "Анна", LastName: "Смирнова", Username: "anna_smirnova", Phone: "+79161234501", Language: "ru", Role: Customer},
	{ID: 501_000_002, FirstName: "Борис", LastName: "Ким", Username: "boris_kim", Phone: "+79161234502", Language: "en", Role: Customer},
	{ID: 501_000_003, FirstName: "Мария", LastName: "Орлова", Username: "maria_orlova", Phone: "+79161234503", Language: "ru", Role: Manager},
	{ID: 501_000_004, FirstName: "Олег", LastName: "Белов", Username: "oleg_belov", Phone: "+79161234504", Language: "ru", Role: Manager},
}

// Managers gives the ids of the managers among people, for the bot's list.
func Managers(people []Person) []int64 {
	var ids []int64
	for _, person := range people {
		if person.Role == Manager {
			ids = append(ids, person.ID)
		}
	}
	return ids
}
