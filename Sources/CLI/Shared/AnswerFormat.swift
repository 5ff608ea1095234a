import ArgumentParser

/// How a command answers: for people, or for programs.
enum AnswerFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
