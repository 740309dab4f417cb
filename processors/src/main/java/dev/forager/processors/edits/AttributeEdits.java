// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.edits;

import dev.forager.pdata.Attributes;
import dev.forager.pipeline.Context;
import java.util.List;
import org.slf4j.Logger;

/** Actions in their order, ready to be applied. Thread-safe. */
@FunctionalInterface
public interface AttributeEdits {
    /** The actions for the records of one request: what they take from its context is settled. */
    Edits forRequest(Context context);

    /**
     * Checks and compiles actions.
     *
     * @param section the key of the list, for messages
     * @throws dev.forager.pipeline.config.InvalidConfigException for the first action that is
     *     wrong, in the collector's words
     */
    static AttributeEdits of(List<AttributeAction> actions, String section, Logger logger) {
        List<Edit> edits = ActionCompiler.compile(actions, section, logger);
        if (edits.stream().noneMatch(Edit::readsContext)) {
            var always = new Edits(edits);
            return _ -> always;
        }
        return context -> new Edits(edits.stream().map(edit -> edit.settle(context)).toList());
    }

    /**
     * Actions whose sources are settled. Immutable.
     *
     * @param list in order
     */
    record Edits(List<Edit> list) {
        /** Changes the attributes of one record. */
        public void applyTo(Attributes attributes) {
            for (int i = 0; i < list.size(); i++) {
                list.get(i).applyTo(attributes);
            }
        }
    }
}
