// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.PipelineId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A graph that is built and neither started nor in use: members that stay from the running one, new
 * members, and the lines between them. Immutable.
 *
 * @param topology what it was built from
 * @param members all, in the order in which they start
 * @param added those that are new, in the same order
 * @param lines the pipelines
 * @param feeds what each receiver and connector feeds
 * @param late exporters that start after those that {@code members} lacks have stopped
 * @param gate what the requests for {@code late} wait at
 */
record Draft(
        Topology topology,
        SequencedMap<Node, Member> members,
        List<Member> added,
        SequencedMap<PipelineId, Line> lines,
        List<Feed> feeds,
        Set<Member.Sink> late,
        LateEdge.Gate gate) {

    /** The doors behind a receiver's or connector's ways out. */
    record Feed(Member member, Outlets outlets, List<PipelineId> pipelines, FedPipelines doors) {
        List<Outlet.Lane> connect() {
            return outlets.differsFrom(doors) ? outlets.connect(pipelines, doors) : List.of();
        }
    }

    /** Lets the new members send: they are not in use, so this changes nothing yet. */
    void connectAdded() {
        for (Line line : lines.values()) {
            added.forEach(
                    member -> {
                        List<Outlet.Lane> _ = line.connect(member);
                    });
        }
        feeds.stream().filter(feed -> added.contains(feed.member())).forEach(Feed::connect);
    }

    /**
     * The ends, and those of {@code going} that hand on what they hold to one of them, directly or
     * through others of {@code going}: what stays sends along the next graph.
     */
    Set<Member> leadingTo(Set<? extends Member> ends, Collection<Member> going) {
        var leading = new HashSet<Member>(ends);
        boolean isGrowing = true;
        while (isGrowing) {
            isGrowing = false;
            for (var entry : lines.entrySet()) {
                if (!entry.getValue().endsIn(leading)) {
                    continue;
                }
                List<Member.Stage> tail = entry.getValue().tailOf(going);
                isGrowing |= leading.addAll(tail);
                if (tail.size() == entry.getValue().length()) {
                    isGrowing |= leading.addAll(feeding(entry.getKey(), going));
                }
            }
        }
        return leading;
    }

    private List<Member> feeding(PipelineId pipeline, Collection<Member> going) {
        return feeds.stream()
                .filter(feed -> feed.pipelines().contains(pipeline))
                .map(Feed::member)
                .filter(going::contains)
                .toList();
    }

    /** Releases what was made for a graph that does not come to be. */
    void discard() {
        discard(added);
    }

    /** Releases new members that were never started. */
    static void discard(List<Member> added) {
        for (Member member : added) {
            member.instance().discard();
            member.hide().run();
        }
    }
}
