/* fair.h -- pure: dates shared out among those who may take them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_DUTY_FAIR_H
#define VIGIL_DUTY_FAIR_H

#include <stddef.h>
#include <stdint.h>

#define FAIR_PEOPLE 64
#define FAIR_NOBODY (-1)

/*
 * Bit i of may[d]: person i may take date d. Each date is an equal share of one for each who may;
 * who[d] becomes a person who may take it, FAIR_NOBODY where none may, such that nobody's count of
 * dates is more than one from the sum of their shares.
 *
 * Date after date goes to who is furthest behind their shares, without a look ahead: the greedy
 * algorithm for the carpool problem (Fagin and Williams, A fair carpool scheduling algorithm, IBM
 * J. Res. Dev. 27(2), 1983), which no other without a look ahead betters (Coppersmith et al., The
 * optimality of the online greedy algorithm in carpool and chairman assignment problems, ACM Trans.
 * Algorithms 7(3), 2011). The greatest distance from a share that it allows grows with the number
 * of people, though; so where somebody ends up further than 1 away, dates change hands along paths
 * from somebody with too many to somebody with too few: one of A's goes to B, who may take it, one
 * of B's to C, the latest dates that will do. There is always such a path (fair.c), and none takes
 * another's count further than 1 away.
 */
void fair_assign(const uint64_t *may, size_t days, int *who);

#endif
