"""Descriptions, of a thing and of the dataset: what they are, how they are asked for and written.

``thing`` is the description of one thing or graph, which ``describer`` asks for by bounded
queries; ``dataset`` is that of a whole version, which ``graph.dataset_description`` wrote when the
version was made; ``serialisation`` writes either in a format.
"""
