// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Collects what is wrong with a configuration, so that a user sees all of it at once. Confined to
 * one thread.
 */
public final class Problems {
    /** More would help nobody, and a hostile file must not fill the memory with them. */
    private static final int MOST = 200;

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Notice> notices = new LinkedHashSet<>();

    /** Notes a problem; the same one twice counts once. */
    public void add(String path, String message, @Nullable Position position) {
        add(new Problem(path, message, position));
    }

    /** Notes a problem; the same one twice counts once. */
    void add(Problem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        }
    }

    /** Notes something that works but deserves a log line. */
    public void notice(Level level, String message, Map<String, String> fields) {
        if (notices.size() < MOST) {
            notices.add(new Notice(level, message, fields));
        }
    }

    /** How many problems there are so far. */
    public int size() {
        return problems.size();
    }

    /** Whether more problems would not be noted: no need to look for them. */
    boolean isFull() {
        return problems.size() >= MOST;
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** What is wrong, sorted by place. */
    public List<Problem> sorted() {
        return problems.stream().sorted().toList();
    }

    /** What deserves a log line, in the order in which it was met. */
    public List<Notice> notices() {
        return new ArrayList<>(notices);
    }

    /**
     * Ends here when anything is wrong.
     *
     * @throws ConfigException with all problems
     */
    public void throwIfAny() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(sorted());
        }
    }
}
