"""The quality markers: their list, one wizard for each, comparing passes, published wording, clocks."""
