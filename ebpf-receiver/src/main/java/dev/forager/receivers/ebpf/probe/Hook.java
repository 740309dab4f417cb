// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

/**
 * A program of an object and the way it is attached. Immutable.
 *
 * @param program its name
 * @param kind how
 * @param place the tracepoint as tracefs has it, such as {@code syscalls/sys_enter_bpf}; empty for
 *     what needs no place
 */
public record Hook(String program, Kind kind, String place) {
    /** Ways to attach. */
    public enum Kind {
        /** To what the program's section names: a tracepoint. */
        SECTION,
        /** To a tracepoint that the section does not name: one program may be on several. */
        TRACEPOINT,
        /** To the root of cgroup v2. */
        CGROUP,
        /** Not at all: it runs when asked. */
        ITERATOR
    }

    /** A program on the tracepoint that its section names. */
    public static Hook section(String program) {
        return new Hook(program, Kind.SECTION, "");
    }

    /**
     * A program on a tracepoint of tracefs.
     *
     * @param place its folder and its name
     */
    public static Hook tracepoint(String program, String place) {
        return new Hook(program, Kind.TRACEPOINT, place);
    }

    /** A program on the root of cgroup v2. */
    public static Hook cgroup(String program) {
        return new Hook(program, Kind.CGROUP, "");
    }

    /** A program that iterates over objects of the kernel. */
    public static Hook iterator(String program) {
        return new Hook(program, Kind.ITERATOR, "");
    }
}
