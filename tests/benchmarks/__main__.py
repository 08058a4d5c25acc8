"""All benchmarks, one after the other: ``python -m tests.benchmarks``."""

from tests.benchmarks import bench_grade, bench_parse, bench_start, bench_variant

for benchmark in (bench_parse, bench_grade, bench_variant, bench_start):
    print(f"\n=== {benchmark.__name__.rpartition('.')[2]}", flush=True)
    benchmark.main()
