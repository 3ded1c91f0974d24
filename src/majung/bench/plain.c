/* The same losses as the exact method, as a plain loop: every contract in every scenario, one after
 * the other, one draw each, months walked through where one defaults.  No vectors, no tiles, one
 * thread: what the compiler makes of it is what the figure says. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static uint64_t stirred(uint64_t word) {
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9u;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBu;
    return word ^ (word >> 31);
}

static double uniform(uint64_t word) { return ((double)(word >> 11) + 0.5) * 0x1p-53; }

static double probability(double value) { return 0.5 * erfc(-value * 0.70710678118654752440); }

/* The quantile of a normal number: a start (Abramowitz and Stegun 26.2.23), then Newton's steps. */
static double quantile(double chance) {
    double tail = chance < 0.5 ? chance : 1.0 - chance, root = sqrt(-2.0 * log(tail));
    double found = -(root - (2.515517 + root * (0.802853 + root * 0.010328)) /
                                (1.0 + root * (1.432788 + root * (0.189269 + root * 0.001308))));
    for (int step = 0; step < 3; step++)
        found -= (probability(found) - tail) * 2.50662827463100050242 * exp(0.5 * found * found);
    return chance < 0.5 ? found : -found;
}

typedef struct {
    const uint64_t *firms, *contracts;
    const int64_t *curve, *segment, *maturity, *profile;
    const double *covered, *interest, *premium, *shares;
} portfolio;

typedef struct {
    const uint64_t *defaults, *severities;
    const double *shared, *barriers, *own, *deviations;
    double location, slope, correlation;
} future;

/* lines: claims, recoveries, interest and premiums lost, shape (4, reach); losses: one a scenario.
 * Recoveries stand in the month of the claim. */
void plainly(const portfolio *held, const future *given, int64_t count, int64_t scenarios,
             int64_t segments, int64_t curves, int64_t months, int64_t wait, double *lines,
             double *losses) {
    int64_t row = months + 1, reach = months + wait + 1;
    double *reached = malloc(sizeof(double) * segments * curves * row);
    for (int64_t path = 0; path < scenarios; path++) {
        const double *shared = given->shared + path * segments;
        for (int64_t segment = 0; segment < segments; segment++)
            for (int64_t at = 0; at < curves * row; at++)
                reached[segment * curves * row + at] =
                    probability((given->barriers[at] - shared[segment]) / given->own[segment]);
        double loss = 0.0;
        for (int64_t each = 0; each < count; each++) {
            int64_t segment = held->segment[each], last = held->maturity[each], month = 1;
            const double *chance = reached + (segment * curves + held->curve[each]) * row;
            double drawn = uniform(stirred(held->firms[each] + given->defaults[path]));
            if (drawn > chance[last]) continue;
            while (chance[month] < drawn) month++;
            month--;
            const double *shares = held->shares + held->profile[each] * row;
            double level = shared[segment] / given->deviations[segment];
            double noise = quantile(uniform(stirred(held->contracts[each] + given->severities[path])));
            double lost = probability(
                given->location +
                given->slope * (sqrt(1.0 - given->correlation * given->correlation) * noise -
                                given->correlation * level));
            double claim = held->covered[each] * shares[month];
            lines[month + wait] += claim;
            lines[reach + month + wait] += claim * (1.0 - lost);
            for (int64_t at = month; at < last; at++) {
                lines[2 * reach + at] += held->interest[each] * shares[at];
                lines[3 * reach + at] += held->premium[each] * shares[at];
            }
            loss += claim * lost;
        }
        losses[path] = loss;
    }
    free(reached);
}
