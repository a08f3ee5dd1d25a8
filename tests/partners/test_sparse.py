"""Products of sparse matrices and near points, held to those that are made with every zero."""

from __future__ import annotations

import numpy
import pytest

from peyvand.partners.sparse import Sparse, pairs_within


def test_products_are_those_of_dense_matrices() -> None:
    random = numpy.random.default_rng(7)
    dense = random.random((9, 5)) * (random.random((9, 5)) < 0.3)
    dense[4] = 0
    rows, columns = numpy.nonzero(dense)
    turned = numpy.arange(len(rows))[::-1]
    found = Sparse(dense[rows, columns][turned], rows[turned], columns[turned], dense.shape)
    left = random.random((3, 9)) * (random.random((3, 9)) < 0.5)
    assert numpy.allclose(found.times(left), left @ dense)
    assert numpy.allclose(found.transposed.times(left[:, :5]), left[:, :5] @ dense.T)
    weights = random.random(9)
    assert numpy.allclose(found.scaled(weights).of(numpy.arange(9)), dense * weights[:, None])
    some = numpy.array([8, 4, 8])
    assert (found.of(some) == dense[some]).all()


@pytest.mark.parametrize("most", [1, 3, 400])
@pytest.mark.parametrize("far", [0.05, 0.4, 1.9])
def test_near_points_are_found_wherever_they_are(far: float, most: int) -> None:
    random = numpy.random.default_rng(3)
    points = random.normal(size=(300, 3))
    points /= numpy.linalg.norm(points, axis=1)[:, None]
    # Two at one place, poles and the edges of cubes among them.
    points[:8] = numpy.array([*numpy.eye(3), *-numpy.eye(3), *numpy.eye(3)[:2]])
    chords = numpy.linalg.norm(points[:, None] - points[None], axis=2)
    wanted = {
        (one, int(other))
        for one in range(len(points))
        for other in numpy.argsort(chords[one], kind="stable")[:most]
        if one != other and chords[one, other] < far
    }
    ones, others, apart = pairs_within(points, far, most)
    assert {*zip(ones.tolist(), others.tolist(), strict=True)} == wanted
    assert numpy.allclose(apart, chords[ones, others])


def test_of_no_points_none_is_near() -> None:
    assert [len(found) for found in pairs_within(numpy.zeros((0, 3)), 0.1, 3)] == [0, 0, 0]
