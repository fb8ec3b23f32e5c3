import FiscalModel

/// A value as it was printed, with its place.
struct PrintedValue {
  var value: FiscalValue
  var raw: String
  var location: Location
}
