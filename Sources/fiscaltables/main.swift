print("fiscaltables")
