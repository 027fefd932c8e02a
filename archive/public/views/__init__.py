"""The pages, by noun: each finds, filters, paginates and renders; what it shows is composed beside it."""
