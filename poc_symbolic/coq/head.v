(* Claims of a paper, one module for each, written by poc-symbolic from its ledger.

   part_1, part_2, ...   the statements of the claim: under its assumptions both sides are defined and the relation
                         holds. (Division, roots, logarithms and derivatives are total functions in Coq. So "defined" is
                         said in so many words: a divisor is not zero, a radicand is not negative, and so on.)
   part_1_domain         the assumptions can hold together
   part_1_real           the same for real variables, where the claim is about whole ones
   refuted               the negation of the statement that is false
   mutant_1, ...         negations of neighbouring statements: what the claim does not say *)
